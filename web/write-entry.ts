import { receiptLines, whereItWent } from '../gateway/chatter/commands/receipt.ts'
import { type Kind, type Said, say } from '../gateway/chatter/commands/say.ts'
import type { Draft } from '../gateway/chatter/messages/write-message.ts'
import { type OpenRecord, referenceOf } from '../gateway/chatter/records/records.ts'
import { readCommands } from '../gateway/mail/trimming/commands.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { Notice } from './notice.ts'

/** Writes what somebody typed in the composer: the commands of mails count here as well, and the next page tells what became of them. */
export async function writeEntry(
  tx: Tx,
  open: OpenRecord,
  draft: Draft,
  kind: Kind,
): Promise<{ path: string; notice: Notice }> {
  const said = await say(tx, {
    by: draft.author,
    open,
    draft,
    words: { ...readCommands(draft.text, true), newText: draft.text },
    limits: { barred: null, quoted: new Set() },
    otherwise: kind,
    doubt: null,
    // as the page has said beside its button
    promisedInside: kind === 'note',
    answered: [],
    mail: null,
  })
  const path = `/records/${referenceOf(open)}${said.message ? `#m${said.message.id}` : ''}`
  return { path, notice: await noticeOf(tx, said, { open, by: draft.author, at: draft.at }) }
}

async function noticeOf(
  tx: Tx,
  said: Said,
  where: Parameters<typeof whereItWent>[2],
): Promise<Notice> {
  const { held, kind, outcomes } = said
  const headline = { note: 'Note logged.', message: 'Message sent.', none: 'Commands read.' }
  const text = held === null ? headline[kind ?? 'none'] : await whereItWent(tx, said, where)
  const lines = receiptLines(outcomes)
  const warns = held !== null || outcomes.some(({ result }) => result !== 'done')
  return { text, lines, warns }
}
