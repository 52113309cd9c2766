import { receiptLines, whereItWent } from '../gateway/chatter/commands/receipt.ts'
import type { Said } from '../gateway/chatter/commands/say.ts'
import { sayWritten, type Writing } from '../gateway/chatter/commands/written.ts'
import { markRead } from '../gateway/chatter/messages/unread.ts'
import { type OpenRecord, referenceOf } from '../gateway/chatter/records/records.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { Notice } from './notice.ts'

/** Writes what somebody typed in the composer, and says on the next page what became of it: who writes here has read what was there. */
export async function writeEntry(
  tx: Tx,
  open: OpenRecord,
  writing: Writing,
): Promise<{ path: string; notice: Notice; message: number | null }> {
  const { author: by, at } = writing
  await markRead(tx, by, { what: { thread: open.thread.id }, at })
  const said = await sayWritten(tx, open, writing)
  const path = `/records/${referenceOf(open)}${said.message ? `#m${said.message.id}` : ''}`
  const notice = await noticeOf(tx, said, { open, by, at })
  return { path, notice, message: said.message?.id ?? null }
}

async function noticeOf(
  tx: Tx,
  said: Said,
  where: Parameters<typeof whereItWent>[2],
): Promise<Notice> {
  const { held, kind, outcomes, remarks } = said
  const headline = { note: 'Note logged.', message: 'Message sent.', none: 'Commands read.' }
  const text = held === null ? headline[kind ?? 'none'] : await whereItWent(tx, said, where)
  const lines = [...receiptLines(outcomes), ...remarks.map(({ says }) => says)]
  const warns =
    held !== null ||
    remarks.some(({ warns }) => warns) ||
    outcomes.some(({ result }) => result !== 'done')
  return { text, lines, warns }
}
