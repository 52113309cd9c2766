import { DAY } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'
import { find, insertNew, toJson } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { Letter } from '../../store/tables/followers.ts'
import { type HeldFacts, type QuestionRow, questions } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { addressInUse, isUser } from '../people/people.ts'
import { sendLetter } from './letters.ts'

/** "Did you write this?": one letter for a held mail, to the person in whose name it came. */
export type Asked = 'asked' | 'asked before' | 'three were asked today' | 'nobody to ask'

const QUESTIONS_A_DAY = 3
const ANSWERED_WITHIN = 7 * DAY

/** Asks once about each mail, and at most three times a day: whoever forges mails must not fill a colleague's mailbox with them. */
export async function askAuthor(
  tx: Tx,
  person: PersonRow,
  question: { inbound: string; facts: HeldFacts; letter: Letter; at: number },
): Promise<Asked> {
  const { inbound, facts, letter, at } = question
  const address = isUser(person) ? await addressInUse(tx, person.id) : null
  if (!address) return 'nobody to ask'
  if (await find(tx, questions, { inbound_id: inbound })) return 'asked before'
  if ((await askedSince(tx, person.id, at - DAY)) >= QUESTIONS_A_DAY)
    return 'three were asked today'
  const row = { inbound_id: inbound, person_id: person.id, facts: toJson(facts), asked_at: at }
  if (!(await insertNew(tx, questions, row))) return 'asked before'
  await sendLetter(tx, { person: person.id, address, letter, at })
  return 'asked'
}

/** Counted with a lock where transactions run side by side: else ten mails that come at once would ask ten times. */
async function askedSince(tx: Tx, person: number, since: number): Promise<number> {
  if (tx.dialect === 'postgres')
    await tx.all('select id from people where id = $1 for no key update', [person])
  const rows = await tx.all(
    `select 1 as yes from questions where person_id = $1 and asked_at > $2 limit ${QUESTIONS_A_DAY}`,
    [person, since],
  )
  return rows.length
}

/** @throws Refused where nobody was asked this */
export async function questionAbout(
  reader: Reader,
  asked: { inbound: string; person: number },
): Promise<QuestionRow> {
  const question = await find(reader, questions, {
    inbound_id: asked.inbound,
    person_id: asked.person,
  })
  if (!question) throw new Refused('not-found', 'This link is not one of ours, or it was cut.')
  return question
}

export function isTooOld(question: QuestionRow, at: number): boolean {
  return question.asked_at + ANSWERED_WITHIN < at
}

/** Writes the answer down; there is one. @throws Refused where it was given before, or comes too late */
export async function writeAnswer(
  tx: Tx,
  question: QuestionRow,
  { answer, at }: { answer: 'mine' | 'not mine'; at: number },
): Promise<void> {
  const [first] = await tx.all(
    `update questions set answer = $1, answered_at = $2
     where inbound_id = $3 and answer is null and asked_at >= $4 returning inbound_id`,
    [answer, at, question.inbound_id, at - ANSWERED_WITHIN],
  )
  if (!first)
    throw new Refused('not-allowed', 'This has been answered, or the question is too old.')
}

const QUESTIONS_SHOWN = 20

/** What a person was asked, has not answered, and may still answer; newest first. */
export async function openQuestionsTo(
  reader: Reader,
  person: number,
  at: number,
): Promise<QuestionRow[]> {
  return reader.all<QuestionRow>(
    `select q.* from questions q join inbound i on i.id = q.inbound_id
     where q.person_id = $1 and q.answer is null and q.asked_at >= $2 and i.state = 'held'
     order by q.asked_at desc limit ${QUESTIONS_SHOWN}`,
    [person, at - ANSWERED_WITHIN],
  )
}
