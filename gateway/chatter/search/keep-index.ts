import { notIndexed } from '../../store/sql/search.ts'
import type { Tx } from '../../store/store.ts'
import { indexMessages } from '../messages/message-index.ts'
import { indexRecords } from '../records/record-index.ts'

const MOST_AT_ONCE = 200

/**
 * Makes findable what has been written since the last time. Filing a mail does not wait for this; whoever searches does it first.
 * @returns how many entries there were
 */
export async function indexNext(tx: Tx, most = MOST_AT_ONCE): Promise<number> {
  const fresh = await notIndexed(tx, { table: 'messages', most })
  await indexMessages(tx, fresh)
  const opened = await notIndexed(tx, { table: 'records', most })
  await indexRecords(tx, opened)
  return fresh.length + opened.length
}
