import { HOUR } from '../../lib/clock.ts'
import { insertRows, type Table, table } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import type { Letter, LetterAnswers } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { whoWouldHear } from '../messages/who-would-hear.ts'
import { sendLetter } from '../notifications/letters.ts'
import { isUser } from '../people/people.ts'
import { type OpenRecord, referenceOf } from '../records/records.ts'
import type { Outcome } from './run-commands.ts'
import type { Said } from './say.ts'

type ReceiptRow = { id: number; person_id: number; at: number }

const receipts: Table<ReceiptRow> = table<ReceiptRow>('receipts')

/** Receipts to one person in an hour: two programs that answer each other end here. */
const MOST_AN_HOUR = 20

/** Is it worth a receipt: did something fail, was it held, or was something asked? */
export function isWorthTelling({ held, outcomes, remarks }: Said): boolean {
  return (
    held !== null ||
    remarks.some(({ warns }) => warns) ||
    outcomes.some(({ result, tell }) => tell || (result !== 'done' && result !== 'before'))
  )
}

/** One paragraph a command. None begins with a verb: whoever quotes them without marks gives no command. */
export function receiptLines(outcomes: Outcome[]): string[] {
  return outcomes.flatMap(({ command, result, says, lines }) => {
    const line = `/${command.verb}${command.arguments ? ` ${command.arguments}` : ''}`
    return [`${BEGINNINGS[result]}: “${line}”. ${says}`.trim(), ...lines.map((one) => `· ${one}`)]
  })
}

const BEGINNINGS: Record<Outcome['result'], string> = {
  done: 'Done',
  failed: 'Not done',
  unknown: 'Not known',
  left: 'Not run',
  before: 'Done before, with the same mail',
}

const HOW_TO_SEND = 'Answer with nothing but “/send” to publish it as a message.'

/** Where the text went, in a sentence. */
export async function whereItWent(
  tx: Tx,
  said: Said,
  { open, by, at }: { open: OpenRecord | null; by: PersonRow; at: number },
): Promise<string> {
  const { kind, held } = said
  if (kind === null || !open) return 'There was no text to post.'
  const { length } = await whoWouldHear(tx, open.thread, { kind, author: by, at })
  const record = referenceOf(open)
  if (kind === 'message')
    return length === 0
      ? `The text is a message in ${record}. Nobody else follows it, so nobody was mailed.`
      : `The text was sent as a message in ${record} to ${people(length)}.`
  const mailed = length === 0 ? 'nobody was mailed' : `mailed to ${people(length)}`
  if (held === null) return `The text is a note in ${record}: only your team sees it, ${mailed}.`
  return `The text was kept internal, as a note in ${record} for your team (${mailed}), since ${held}. ${HOW_TO_SEND}`
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}

/**
 * Tells the author what became of their mail, by a letter whose answer goes to the same thread, so that the right line alone mends it.
 * @returns false where they had too many in the last hour
 */
export async function sendReceipt(
  tx: Tx,
  to: {
    by: PersonRow
    address: string
    open: OpenRecord | null
    said: Said
    answers: LetterAnswers
    at: number
  },
): Promise<boolean> {
  const { by, address, open, said, answers, at } = to
  const recent = await tx.all<{ id: number }>(
    `select id from receipts where person_id = $1 and at > $2 limit ${MOST_AN_HOUR}`,
    [by.id, at - HOUR],
  )
  if (recent.length >= MOST_AN_HOUR) return false
  await insertRows(tx, receipts, [{ person_id: by.id, at }])
  const values = {
    where: await whereItWent(tx, said, to),
    record: open ? referenceOf(open) : 'Postern',
  }
  const lines = [...receiptLines(said.outcomes), ...said.remarks.map(({ says }) => says)]
  const letter: Letter = { words: 'receipt', values, lines, links: [], answers }
  if (isUser(by)) letter.forUser = true
  await sendLetter(tx, { person: by.id, address, letter, at })
  return true
}
