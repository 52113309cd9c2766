import type { Tx } from '../../store/store.ts'
import type { PersonRow, Role } from '../../store/tables/people.ts'
import { writeRole } from '../people/people.ts'
import { withdrawNotesTo } from './withdrawal.ts'

/**
 * Gives a person a role, or takes it: then notes and changes that wait for them in the outbox are withdrawn.
 * @param role null makes a user a contact
 * @throws Refused where it would take the last owner's role
 */
export async function changeRole(tx: Tx, person: PersonRow, role: Role | null): Promise<PersonRow> {
  const changed = await writeRole(tx, person, role)
  if (!role) await withdrawNotesTo(tx, person.id)
  return changed
}
