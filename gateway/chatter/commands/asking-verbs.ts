import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import { followersOf } from '../followers/follow.ts'
import { latestEntries } from '../messages/thread-entries.ts'
import { findPerson } from '../people/people.ts'
import { showValue, stageLabel } from '../records/field-values.ts'
import { type OpenRecord, referenceOf, valuesOf } from '../records/records.ts'
import { indexNext } from '../search/keep-index.ts'
import { search } from '../search/search.ts'
import { showMoment } from './moments.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

const ENTRIES_SHOWN = 3
const MOST_ENTRIES = 10
const MOST_FOUND = 10
/** Of an entry's words, in characters. */
const WORDS_SHOWN = 600

/** What is answered in the receipt. */
export const ASKING_VERBS: Verb[] = [
  { name: 'who', who: 'readers', help: 'tells who follows the record', act: who },
  {
    name: 'show',
    who: 'readers',
    takes: '[n]',
    help: 'shows the record and its last n entries',
    act: show,
  },
  {
    name: 'find',
    who: 'readers',
    takes: 'words',
    help: 'looks for records and entries with these words',
    act: find,
  },
  {
    name: 'receipt',
    who: 'everybody',
    help: 'answers with what became of the mail',
    act: async () => ({ says: 'Here it is.', tell: true }),
  },
]

async function who(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const followers = await followersOf(tx, open.thread.id)
  return {
    says: `${referenceOf(open)} has ${followers.length} ${followers.length === 1 ? 'follower' : 'followers'}.`,
    lines: followers
      .slice(0, 50)
      .map(
        ({ name, address, kind }) => `${name} (${address})${kind === 'user' ? '' : ', external'}`,
      ),
    tell: true,
  }
}

async function show(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const wanted = order.said === '' ? ENTRIES_SHOWN : Number(order.said)
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new Refused('bad-input', 'How many entries? Write a number, such as 3.')
  const entries = await latestEntries(tx, open.thread.id, Math.min(wanted, MOST_ENTRIES))
  return {
    says: `${referenceOf(open)}: ${open.record.name}`,
    lines: [...(await factsOf(tx, open)), ...entries.flatMap((one) => entryLines(one, order))],
    tell: true,
  }
}

async function factsOf(tx: Tx, { record, type }: OpenRecord): Promise<string[]> {
  const values = valuesOf(record)
  const assignee = record.assignee_id && (await findPerson(tx, record.assignee_id))
  const fields = type.fields
    .map((field) => ({ label: field.label, value: showValue(field, values[field.code]) }))
    .filter(({ value }) => value !== '')
  return [
    `Stage: ${stageLabel(type, record.stage)}`,
    `Assignee: ${assignee ? assignee.name : 'nobody'}`,
    ...fields.map(({ label, value }) => `${label}: ${value}`),
  ]
}

type Entry = Awaited<ReturnType<typeof latestEntries>>[number]

/** In one line each, between quotation marks: whatever somebody wrote, no line of ours begins with it. */
function entryLines({ author_name, created_at, kind, new_text }: Entry, { by }: Order): string[] {
  const words = new_text.slice(0, WORDS_SHOWN).replace(/\s+/g, ' ').trim()
  const when = showMoment({ at: created_at, hasTime: true }, by.time_zone)
  return [
    `${author_name}, ${when}, ${kind}: “${words}${new_text.length > WORDS_SHOWN ? ' …' : ''}”`,
  ]
}

/** Records by name, and entries by their words: what the search of the web interface finds. */
async function find(tx: Tx, { said }: Order): Promise<Answer> {
  if (said === '') throw new Refused('bad-input', 'What shall be looked for?')
  await indexNext(tx)
  const { records, entries, nothing } = await search(tx, { text: said })
  const found = records.length + entries.length
  const plain = (pieces: { text: string }[]) => pieces.map(({ text }) => text).join('')
  return {
    says: found === 0 ? (nothing ?? 'Nothing was found.') : `${found} found.`,
    lines: [
      ...records.map(({ reference, type, pieces }) => `${reference} · ${plain(pieces)} · ${type}`),
      ...entries
        .slice(0, MOST_FOUND)
        .map(
          ({ reference, author, kind, pieces }) =>
            `${reference} · ${author}, ${kind}: “${plain(pieces)}”`,
        ),
    ],
    tell: true,
  }
}
