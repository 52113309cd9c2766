import { insertRows, toJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { deliveries, type Letter } from '../../store/tables/followers.ts'

/** Puts a letter to one person into the outbox: it is no entry of a thread. */
export async function sendLetter(
  tx: Tx,
  to: { person: number; address: string; letter: Letter; at: number },
): Promise<void> {
  const { person, address, letter, at } = to
  const row = {
    person_id: person,
    address,
    reason: 'account' as const,
    account_mail: toJson(letter),
    due_at: at,
    created_at: at,
  }
  await insertRows(tx, deliveries, [row])
}
