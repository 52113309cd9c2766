import { Refused } from '../../lib/errors.ts'
import { count, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'

/** Takes the sign-in and all mail from a person; what they wrote stays. */
export async function disablePerson(tx: Tx, person: PersonRow, at: number): Promise<void> {
  await mustLeaveAnOwner(tx, person)
  await update(tx, people, { id: person.id }, { disabled_at: at })
}

export async function enablePerson(tx: Tx, person: PersonRow): Promise<void> {
  await update(tx, people, { id: person.id }, { disabled_at: null })
}

/** @throws Refused where this is the only owner left: nobody could give the role back */
export async function mustLeaveAnOwner(tx: Tx, person: PersonRow): Promise<void> {
  if (person.role !== 'owner') return
  const owners = await count(tx, people, { role: 'owner', disabled_at: null })
  if (owners <= 1)
    throw new Refused(
      'not-allowed',
      `${person.name} is the only owner. Make somebody else an owner first.`,
    )
}
