import { list, readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'
import type { AttachmentRow, Change, MessageRow } from '../../store/tables/threads.ts'
import { type ListedDelivery, listedDeliveriesOf } from '../notifications/delivery-list.ts'
import { attachmentsOf } from './attachments.ts'
import { ENTRIES_A_PAGE, entriesOf } from './thread-entries.ts'

/** An entry of a thread with all that its page shows of it. */
export type ThreadEntry = Omit<MessageRow, 'parts' | 'changes' | 'flaws'> & {
  parts: { kind: string; text: string }[]
  changes: Change[]
  flaws: string[]
  authorKind: PersonRow['kind']
  /** Written by a newcomer whom nobody has let in yet. */
  isNewcomer: boolean
  files: AttachmentRow[]
  deliveries: ListedDelivery[]
}

/** The newest entries of a thread, oldest first. @param before only ids below this one, to page back */
export async function readThreadPage(
  reader: Reader,
  thread: number,
  before?: number,
): Promise<{ entries: ThreadEntry[]; hasEarlier: boolean }> {
  const rows = await entriesOf(reader, thread, before)
  const ids = rows.map((row) => row.id)
  const found = {
    files: await attachmentsOf(reader, ids),
    deliveries: await listedDeliveriesOf(reader, ids),
    kinds: await kindsOf(reader, [...new Set(rows.map((row) => row.author_id))]),
  }
  return {
    entries: rows.map((row) => entry(row, found)),
    hasEarlier: rows.length === ENTRIES_A_PAGE,
  }
}

type Found = {
  files: AttachmentRow[]
  deliveries: ListedDelivery[]
  kinds: Map<number, PersonRow['kind']>
}

function entry(row: MessageRow, found: Found): ThreadEntry {
  return {
    ...row,
    parts: row.parts ? readJson(row.parts) : [],
    changes: row.changes ? readJson(row.changes) : [],
    flaws: row.flaws ? readJson(row.flaws) : [],
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
