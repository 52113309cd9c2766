import type { Tx } from '../store.ts'

/**
 * Until this transaction ends nobody else holds this name: for what two would make at the same time and only one may, before it is a
 * row that could be locked. On SQLite there is one writer anyway.
 */
export async function lockName(tx: Tx, name: string): Promise<void> {
  if (tx.dialect !== 'postgres') return
  await tx.all('select pg_advisory_xact_lock(hashtextextended($1, 0)) is null as held', [name])
}
