import { insertRows, toJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type AccountMail, deliveries } from '../../store/tables/followers.ts'

/** Puts a mail about somebody's account into the outbox: it belongs to no thread. */
export async function mailAccount(
  tx: Tx,
  to: { person: number; address: string; mail: AccountMail; at: number },
): Promise<void> {
  const { person, address, mail, at } = to
  const row = {
    person_id: person,
    address,
    reason: 'account' as const,
    account_mail: toJson(mail),
    due_at: at,
    created_at: at,
  }
  await insertRows(tx, deliveries, [row])
}
