import type { Verdict } from '../../mail/proof/verdict.ts'
import { list, readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'
import type { AttachmentRow, Change, MessageRow, WhyHere } from '../../store/tables/threads.ts'
import { type ListedDelivery, listedDeliveriesOf } from '../notifications/delivery-list.ts'
import { attachmentsOf } from './attachments.ts'
import { type Part, shortened, TEXT_SHOWN } from './shortened.ts'

const ENTRIES_A_PAGE = 50
/** Longer parts stay in the database: a page of them would be hundreds of megabytes. The beginning of the text is shown instead. */
const PARTS_READ = 200_000

const COLUMNS = [
  'id',
  'kind',
  'audience',
  'author_id',
  'author_name',
  'author_address',
  'verified',
  'class',
  'rung',
  'evidence',
  'inbound_id',
  'created_at',
] as const

type Row = Pick<
  MessageRow,
  (typeof COLUMNS)[number] | 'body' | 'parts' | 'changes' | 'flaws' | 'authentication'
> & {
  has_html: 0 | 1
}

/** An entry of a thread with all that its page shows of it. */
export type ThreadEntry = Omit<
  Row,
  'parts' | 'changes' | 'flaws' | 'authentication' | 'evidence' | 'has_html'
> & {
  parts: Part[]
  /** The text is longer than what is here. */
  isCut: boolean
  hasHtml: boolean
  changes: Change[]
  flaws: string[]
  why: WhyHere | null
  /** What the mail has shown of where it comes from; null where nobody asked. */
  authentication: Verdict | null
  authorKind: PersonRow['kind']
  /** Written by a newcomer whom nobody has let in yet. */
  isNewcomer: boolean
  files: AttachmentRow[]
  deliveries: ListedDelivery[]
}

/** Which entries: those below an id, to page back; those around an id, to jump there; else the newest. */
export type WantedEntries = { before?: number | undefined; at?: number | undefined }

/** A page of the entries of a thread, oldest first. */
export async function readThreadPage(
  reader: Reader,
  thread: number,
  { before: asked, at }: WantedEntries = {},
): Promise<{ entries: ThreadEntry[]; hasEarlier: boolean; hasLater: boolean }> {
  const end = at === undefined ? null : await endAround(reader, thread, at)
  const before = end ?? asked ?? Number.MAX_SAFE_INTEGER
  const newest = await reader.all<Row>(
    `select ${COLUMNS.join(', ')}, substr(body, 1, ${TEXT_SHOWN + 1}) as body, changes, flaws, authentication,
       case when octet_length(parts) <= ${PARTS_READ} then parts end as parts,
       case when html is null then 0 else 1 end as has_html
     from messages where thread_id = $1 and id < $2 order by id desc limit ${ENTRIES_A_PAGE + 1}`,
    [thread, before],
  )
  const rows = newest.slice(0, ENTRIES_A_PAGE).reverse()
  const ids = rows.map((row) => row.id)
  const found = {
    files: await attachmentsOf(reader, ids),
    deliveries: await listedDeliveriesOf(reader, ids),
    kinds: await kindsOf(reader, [...new Set(rows.map((row) => row.author_id))]),
  }
  return {
    entries: rows.map((row) => entry(row, found)),
    hasEarlier: newest.length > ENTRIES_A_PAGE,
    hasLater: end !== null || asked !== undefined,
  }
}

/** The first entry that no longer belongs to the page around an entry; null where the thread ends before. */
async function endAround(reader: Reader, thread: number, at: number): Promise<number | null> {
  const after = await reader.all<{ id: number }>(
    `select id from messages where thread_id = $1 and id > $2 order by id limit ${ENTRIES_A_PAGE / 2}`,
    [thread, at],
  )
  return after.length < ENTRIES_A_PAGE / 2 ? null : after.at(-1)!.id
}

type Found = {
  files: AttachmentRow[]
  deliveries: ListedDelivery[]
  kinds: Map<number, PersonRow['kind']>
}

function entry({ has_html, evidence, ...row }: Row, found: Found): ThreadEntry {
  return {
    ...row,
    ...shortened(row.body, row.parts ? readJson(row.parts) : []),
    hasHtml: has_html === 1,
    changes: row.changes ? readJson(row.changes) : [],
    flaws: row.flaws ? readJson(row.flaws) : [],
    why: evidence ? readJson(evidence) : null,
    authentication: row.authentication ? readJson(row.authentication) : null,
    authorKind: found.kinds.get(row.author_id) ?? 'contact',
    isNewcomer: row.audience === 'users' && row.kind !== 'change',
    files: found.files.filter((file) => file.message_id === row.id),
    deliveries: found.deliveries.filter((delivery) => delivery.message_id === row.id),
  }
}

async function kindsOf(reader: Reader, ids: number[]): Promise<Map<number, PersonRow['kind']>> {
  return new Map(
    (await list(reader, people, { where: { id: ids } })).map((person) => [person.id, person.kind]),
  )
}
