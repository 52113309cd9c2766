import { Refused } from '../../lib/errors.ts'
import { update } from '../../store/rows.ts'
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
  if ((await ownersLeft(tx)) <= 1)
    throw new Refused(
      'not-allowed',
      `${person.name} is the only owner. Make somebody else an owner first.`,
    )
}

/** Counted with a lock where transactions run side by side: else two owners could take the role from each other. */
async function ownersLeft(tx: Tx): Promise<number> {
  const lock = tx.dialect === 'postgres' ? 'for update' : ''
  const owners = await tx.all(
    `select id from people where role = 'owner' and disabled_at is null order by id ${lock}`,
  )
  return owners.length
}
