import { find, insert } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ThreadRow, threads } from '../../store/tables/threads.ts'

/** Opens a thread. Its subject is frozen: every mail of the thread carries it, whatever the record is called later. */
export async function openThread(
  tx: Tx,
  opening: { subject: string; recordType: number; at: number },
): Promise<ThreadRow> {
  return insert(tx, threads, {
    subject: opening.subject,
    record_type_id: opening.recordType,
    created_at: opening.at,
    last_message_at: opening.at,
  })
}

export async function findThread(reader: Reader, id: number): Promise<ThreadRow | null> {
  return find(reader, threads, { id })
}

/** Counts a new entry, so that lists need not count. */
export async function touchThread(tx: Tx, thread: number, at: number): Promise<void> {
  await tx.all(
    'update threads set message_count = message_count + 1, last_message_at = $1 where id = $2',
    [at, thread],
  )
}

/** Counts the entries of a thread anew, after some have been moved. */
export async function countAgain(tx: Tx, thread: number): Promise<void> {
  await tx.all(
    `update threads set message_count = (select count(*) from messages where thread_id = $1),
       last_message_at = coalesce((select max(created_at) from messages where thread_id = $1), created_at)
     where id = $1`,
    [thread],
  )
}
