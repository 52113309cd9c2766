import type { Tx } from '../../store/store.ts'
import type { MessageRow, ThreadRow } from '../../store/tables/threads.ts'
import { subtypesOf } from '../followers/subtypes.ts'
import { fillOutbox } from '../notifications/outbox.ts'
import { recordEvent } from '../threads/events.ts'
import type { Hearing } from './hearing.ts'
import { keptOutDetails } from './kept-out.ts'
import { held, listenersOf, peopleWhoHaveIt } from './listeners.ts'
import { whoHears } from './recipients.ts'
import { type ChangeDraft, changesAsText, type Draft, writeMessage } from './write-message.ts'

/** Sends a message to the followers who hear of Discussions, and to the people named. */
export async function postMessage(tx: Tx, thread: ThreadRow, draft: Draft): Promise<MessageRow> {
  return post(tx, thread, draft, { kind: 'message', event: 'message posted' })
}

/** Logs a note: for users only, and for an outsider only if the note names them. */
export async function logNote(tx: Tx, thread: ThreadRow, draft: Draft): Promise<MessageRow> {
  return post(tx, thread, draft, { kind: 'note', event: 'note logged' })
}

async function post(
  tx: Tx,
  thread: ThreadRow,
  draft: Draft,
  { kind, event }: { kind: 'message' | 'note'; event: 'message posted' | 'note logged' },
): Promise<MessageRow> {
  const message = await writeMessage(tx, thread, draft, kind)
  const details = keptOutDetails(await notifyListeners(tx, thread, message, draft))
  const about = { thread: thread.id, message: message.id, person: draft.author.id }
  await recordEvent(tx, { kind: event, ...about, details, at: draft.at })
  return message
}

/** Writes the tracked changes of one save as one entry. */
export async function logChange(
  tx: Tx,
  thread: ThreadRow,
  draft: ChangeDraft,
): Promise<MessageRow> {
  const words = { author: draft.author, text: changesAsText(draft), at: draft.at }
  const message = await writeMessage(tx, thread, words, 'change', draft)
  const details = keptOutDetails(
    await notifyListeners(tx, thread, message, draft.hush ? { hush: draft.hush } : {}),
  )
  const about = { thread: thread.id, message: message.id, person: draft.author.id }
  await recordEvent(tx, { kind: 'change logged', ...about, details, at: draft.at })
  return message
}

async function notifyListeners(
  tx: Tx,
  thread: ThreadRow,
  message: MessageRow,
  draft: Pick<Draft, 'named' | 'addressed' | 'mail' | 'hush' | 'undo' | 'broughtBy'>,
): Promise<Hearing> {
  const listeners = await listenersOf(tx, thread.id, draft)
  if (listeners.every((listener) => listener.id === message.author_id))
    return { told: [], keptOut: [] }

  const offered = await subtypesOf(tx, thread.record_type_id)
  const haveIt = await peopleWhoHaveIt(tx, draft.mail?.headers)
  if (draft.broughtBy !== undefined) haveIt.add(draft.broughtBy)
  const hearing = whoHears({ message, haveIt, offered, hush: draft.hush }, listeners)
  await fillOutbox(
    tx,
    message,
    draft.undo ? held(hearing.told, listeners, draft.undo) : hearing.told,
  )
  return hearing
}
