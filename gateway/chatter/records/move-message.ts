import { Refused } from '../../lib/errors.ts'
import { readJson, toJson, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type Change, type MessageRow, messages } from '../../store/tables/threads.ts'
import { NOTE } from '../followers/subtypes.ts'
import { indexAgain } from '../messages/message-index.ts'
import { logChange } from '../messages/post.ts'
import { withdrawMoved } from '../messages/withdrawal.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { recordEvent } from '../threads/events.ts'
import { countAgain } from '../threads/threads.ts'
import { heirOf } from './merge.ts'
import { findByThread, type OpenRecord, referenceOf } from './records.ts'
import type { Act } from './rest.ts'

export type Move = Act & {
  message: MessageRow
  to: OpenRecord
  /** With all messages and notes that came after it in its thread. */
  andLater?: boolean
}

/**
 * Moves a message or a note into another record, and with it what it teaches: answers to it go there from now on, whatever address
 * they are sent to. It keeps its kind, its author and who may see it; nobody is sent what was moved. Moving it back undoes it.
 * @returns the record where it is now
 * @throws Refused for a change, and where it is there already
 */
export async function moveMessage(tx: Tx, move: Move): Promise<OpenRecord> {
  const { message, by, at } = move
  mustBeAbleTo(by, 'post')
  const from = await findByThread(tx, message.thread_id)
  const to = await heirOf(tx, move.to)
  if (!from || message.kind === 'change')
    throw new Refused('bad-input', 'Only messages and notes of a record can be moved.')
  if (to.record.id === from.record.id)
    throw new Refused('bad-input', `It is in ${referenceOf(to)} already.`)
  if (to.record.deleted_at !== null)
    throw new Refused('not-allowed', `${referenceOf(to)} is deleted. Restore it first.`)

  const moved = await rewrite(tx, move, { from: from.thread.id, to: to.thread.id })
  await follow(tx, { from: from.thread.id, to: to.thread.id })
  const others = moved > 1 ? ` and ${moved - 1} later` : ''
  const change = {
    field: 'moved',
    label: `${message.kind === 'note' ? 'Note' : 'Message'} of ${message.author_name}${others}`,
    from: referenceOf(from),
    to: referenceOf(to),
  }
  for (const open of [from, to]) await logMove(tx, open, { by, at, change })
  return to
}

type Way = { from: number; to: number }

async function rewrite(tx: Tx, { message, andLater }: Move, { from, to }: Way): Promise<number> {
  const moving = await tx.all<Pick<MessageRow, 'id' | 'moved_from'>>(
    `select id, moved_from from messages
     where thread_id = $1 and kind <> 'change' and (id = $2 or ($3 = 1 and id > $2)) order by id`,
    [from, message.id, andLater ? 1 : 0],
  )
  for (const { id, moved_from } of moving) {
    const before = moved_from ? readJson(moved_from) : []
    const places = [...before.filter((thread) => thread !== to && thread !== from), from]
    await update(tx, messages, { id }, { thread_id: to, moved_from: toJson(places) })
  }
  await indexAgain(
    tx,
    moving.map(({ id }) => id),
  )
  return moving.length
}

/** What hangs on messages follows them: files, notifications, deliveries. */
async function follow(tx: Tx, way: Way): Promise<void> {
  await withdrawMoved(tx, way)
  for (const hanging of ['attachments', 'notifications', 'deliveries'])
    await tx.all(
      `update ${hanging} set thread_id = $1
       where thread_id = $2 and message_id in (select id from messages where thread_id = $1)`,
      [way.to, way.from],
    )
  await countAgain(tx, way.from)
  await countAgain(tx, way.to)
}

async function logMove(
  tx: Tx,
  { thread }: OpenRecord,
  { by, at, change }: Act & { change: Change },
): Promise<void> {
  const about = { thread: thread.id, person: by.id, details: { changes: [change] }, at }
  await recordEvent(tx, { kind: 'message moved', ...about })
  await logChange(tx, thread, { author: by, changes: [change], subtype: NOTE, at })
}
