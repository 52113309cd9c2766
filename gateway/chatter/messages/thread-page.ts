import { addressKey } from '../../mail/addresses.ts'
import type { Verdict } from '../../mail/proof/verdict.ts'
import { list, readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'
import type {
  AttachmentRow,
  Cause,
  Change,
  MessageRow,
  WhyHere,
} from '../../store/tables/threads.ts'
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
  'edited_at',
  'deleted_at',
  'deleted_by',
] as const

type Row = Pick<
  MessageRow,
  | (typeof COLUMNS)[number]
  | 'body'
  | 'parts'
  | 'changes'
  | 'cause'
  | 'flaws'
  | 'authentication'
  | 'header_addresses'
> & {
  has_html: 0 | 1
  has_remote: 0 | 1
}

/** An entry of a thread with all that its page shows of it. */
export type ThreadEntry = Omit<
  Row,
  | 'parts'
  | 'changes'
  | 'cause'
  | 'flaws'
  | 'authentication'
  | 'evidence'
  | 'header_addresses'
  | 'has_html'
  | 'has_remote'
> & {
  parts: Part[]
  /** The text is longer than what is here. */
  isCut: boolean
  hasHtml: boolean
  /** It may show pictures of other servers. */
  hasRemotePictures: boolean
  changes: Change[]
  /** What brought a change. */
  cause: Cause | null
  flaws: string[]
  why: WhyHere | null
  /** Where its author wants answers, other than where they wrote from. Shown and no more: it is nobody's proof. */
  answersGoTo: string[]
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
    `select ${COLUMNS.join(', ')}, substr(body, 1, ${TEXT_SHOWN + 1}) as body, changes, cause, flaws, authentication, header_addresses,
       case when octet_length(parts) <= ${PARTS_READ} then parts end as parts,
       case when html is null then 0 else 1 end as has_html,
       case when octet_length(html) > ${PARTS_READ} or html like '%data-remote-src=%' then 1 else 0 end as has_remote
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

function entry(
  { has_html, has_remote, evidence, header_addresses, ...row }: Row,
  found: Found,
): ThreadEntry {
  return {
    ...row,
    ...shortened(row.body, row.parts ? readJson(row.parts) : []),
    hasHtml: has_html === 1,
    hasRemotePictures: has_remote === 1,
    changes: row.changes ? readJson(row.changes) : [],
    cause: row.cause ? readJson(row.cause) : null,
    flaws: row.flaws ? readJson(row.flaws) : [],
    answersGoTo: answersGoTo(row.author_address, header_addresses),
    why: evidence ? readJson(evidence) : null,
    authentication: row.authentication ? readJson(row.authentication) : null,
    authorKind: found.kinds.get(row.author_id) ?? 'contact',
    isNewcomer: row.audience === 'users' && row.kind !== 'change',
    files: found.files.filter((file) => file.message_id === row.id),
    deliveries: found.deliveries.filter((delivery) => delivery.message_id === row.id),
  }
}

const MOST_ADDRESSES = 5

function answersGoTo(author: string, headers: MessageRow['header_addresses']): string[] {
  const { replyTo = [] } = headers ? readJson(headers) : {}
  return replyTo
    .filter((address) => addressKey(address) !== addressKey(author))
    .slice(0, MOST_ADDRESSES)
}

async function kindsOf(reader: Reader, ids: number[]): Promise<Map<number, PersonRow['kind']>> {
  return new Map(
    (await list(reader, people, { where: { id: ids } })).map((person) => [person.id, person.kind]),
  )
}
