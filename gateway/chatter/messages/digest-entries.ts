import type { Json } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { Reason } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Change, MessageRow } from '../../store/tables/threads.ts'
import { reasonToWithdraw } from './withdrawal.ts'

/** One entry of a digest, with the record that it stands in. */
export type DigestEntry = Pick<
  MessageRow,
  'id' | 'kind' | 'audience' | 'thread_id' | 'author_name' | 'created_at'
> & {
  reason: Reason
  changes: Json<Change[]> | null
  /** The beginning of its words. */
  text: string
  record_type_id: number
  number: number
  prefix: string
  name: string
  /** The record is given to the reader, and its last word is an outsider's. */
  waits: 0 | 1
}

type Row = DigestEntry & {
  follows: 0 | 1
  left_at: number | null
  deleted_at: number | null
  moved: 0 | 1
}

/** What a digest reads at most; a person who gets more is told how many there are. */
const MOST_READ = 1000
const TEXT_READ = 400

/**
 * What stands in a digest, oldest first: read when it leaves, so that what was read on the web meanwhile, what the person may not see any
 * more, and what they have left are not in it.
 */
export async function digestEntries(
  reader: Reader,
  digest: number,
  person: PersonRow,
): Promise<DigestEntry[]> {
  const rows = await reader.all<Row>(
    `select m.id, m.kind, m.audience, m.thread_id, m.author_name, m.created_at, m.changes, n.reason,
       substr(m.new_text, 1, ${TEXT_READ}) as text, r.record_type_id, r.number, y.prefix, r.name, f.left_at, m.deleted_at,
       case when f.left_at is null and f.id is not null then 1 else 0 end as follows,
       case when n.thread_id <> m.thread_id then 1 else 0 end as moved,
       case when r.assignee_id = n.person_id and (select w.kind from messages l join people w on w.id = l.author_id
         where l.thread_id = m.thread_id and l.kind = 'message' order by l.id desc limit 1) = 'contact' then 1 else 0 end as waits
     from notifications n join messages m on m.id = n.message_id join records r on r.thread_id = m.thread_id
       join record_types y on y.id = r.record_type_id
       left join followers f on f.thread_id = m.thread_id and f.person_id = n.person_id
     where n.digest_id = $1 and n.read_at is null order by n.id limit ${MOST_READ}`,
    [digest],
  )
  return rows.filter((row) => mayStillBeTold(row, person))
}

/** The rule of every mail that leaves; and what was moved is told outside only to who follows it where it is now. */
function mayStillBeTold(row: Row, person: PersonRow): boolean {
  const { left_at, deleted_at } = row
  const since = {
    left: left_at !== null,
    deleted: deleted_at !== null,
    ...{ paused: false, read: false, edited: null },
  }
  if (reasonToWithdraw(row, row, person, since) !== null) return false
  return person.kind === 'user' || row.moved === 0 || row.follows === 1
}
