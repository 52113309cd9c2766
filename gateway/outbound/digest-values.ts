import { inOne } from '../chatter/messages/bursts.ts'
import type { DigestEntry } from '../chatter/messages/digest-entries.ts'
import { aboveOwnMarker } from '../mail/trimming/own-marker.ts'
import { readJson } from '../store/rows.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { clear } from './slots.ts'
import { timeFormat } from './times.ts'
import { counted, type DigestWords, wordsIn } from './words.ts'

/** A mail program clips what is over 100 kB: the newest so many entries are listed, of one record at most so many. */
const ENTRIES_LISTED = 50
const OF_ONE_RECORD = 5
const TEXT_SHOWN = 160

/** Groups in the order in which they need their reader. */
const GROUPS = ['named', 'waits', 'news'] as const

type Group = (typeof GROUPS)[number]

/** Where the title of a record leads, and where an answer to it goes; one of them is missing for each reader. */
export type Ways = { link: string; answerTo: string }

type RecordNews = { group: Group; entries: DigestEntry[] }

/** The values of the digest's template, but those of its foot. */
export function digestValues(
  entries: DigestEntry[],
  person: PersonRow,
  waysOf: (entry: DigestEntry) => Ways,
): Record<string, unknown> & { subject: string } {
  const { language } = person
  const words = wordsIn(language).digest
  const records = byRecord(entries)
  const { listed, left } = bounded(records)
  const updates = counted(words.updates, entries.length, language)
  const needing = records.filter(({ group }) => group !== 'news').length
  const form = needing > 0 ? words.subjectNeeds : words.subject
  return {
    language,
    subject: form
      .replace('{updates}', updates)
      .replace('{needs}', counted(words.needs, needing, language)),
    title: words.title,
    preview: `${updates} ${counted(words.inRecords, records.length, language)}`,
    counts: `${updates} ${counted(words.inRecords, records.length, language)}`,
    groups: GROUPS.map((group) => ({
      title: words.groups[group],
      records: listed
        .filter((one) => one.group === group)
        .map((one) => recordValues(one, { words, person, waysOf })),
    })).filter((group) => group.records.length > 0),
    rest: left > 0 ? counted(words.rest, left, language) : '',
    answerLabel: words.answer,
  }
}

/** Records in the order of their newest entry, each in the group of the entry that needs its reader most. */
function byRecord(entries: DigestEntry[]): RecordNews[] {
  const records = new Map<number, RecordNews>()
  for (const entry of entries.toReversed()) {
    const known = records.get(entry.thread_id)
    const group = groupOf(entry)
    if (!known) records.set(entry.thread_id, { group, entries: [entry] })
    else {
      known.entries.unshift(entry)
      if (GROUPS.indexOf(group) < GROUPS.indexOf(known.group)) known.group = group
    }
  }
  return [...records.values()]
}

function groupOf({ reason, waits }: DigestEntry): Group {
  if (reason === 'mention' || reason === 'addressee') return 'named'
  return waits ? 'waits' : 'news'
}

/** What needs its reader is listed first, so it is never what is left out. */
function bounded(records: RecordNews[]): {
  listed: (RecordNews & { more: number })[]
  left: number
} {
  const inOrder = GROUPS.flatMap((group) => records.filter((one) => one.group === group))
  let room = ENTRIES_LISTED
  let left = 0
  const listed = inOrder.flatMap((one) => {
    const shown = one.entries.slice(-Math.min(OF_ONE_RECORD, room))
    if (room === 0) left += one.entries.length
    if (room === 0) return []
    room -= shown.length
    return [{ ...one, entries: shown, more: one.entries.length - shown.length }]
  })
  return { listed, left }
}

function recordValues(
  { entries, more }: RecordNews & { more: number },
  by: { words: DigestWords; person: PersonRow; waysOf: (entry: DigestEntry) => Ways },
): Record<string, unknown> {
  const { words, person, waysOf } = by
  const newest = entries.at(-1)!
  const { link, answerTo } = waysOf(newest)
  return {
    title: clear(`${newest.prefix}-${newest.number} ${newest.name}`),
    link,
    answerTo,
    answer: answerTo && `mailto:${answerTo}`,
    more: more > 0 ? counted(words.more, more, person.language) : '',
    entries: entries.map((entry) => ({
      author: clear(entry.author_name),
      when: timeFormat(person).format(entry.created_at),
      note: entry.kind === 'note' ? words.note : '',
      text: shownText(entry),
    })),
  }
}

function shownText({ changes, text }: DigestEntry): string {
  const said = changes
    ? inOne([readJson(changes)])
        .map(({ label, from, to }) => `${label}: ${from || '–'} → ${to || '–'}`)
        .join('; ')
    : aboveOwnMarker(text).text
  const line = clear(said).replace(/\s+/g, ' ').trim()
  return line.length > TEXT_SHOWN ? `${line.slice(0, TEXT_SHOWN).trimEnd()} …` : line
}
