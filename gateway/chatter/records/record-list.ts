import type { Reader } from '../../store/store.ts'

/** One line of the list of records. */
export type ListedRecord = {
  id: number
  number: number
  name: string
  stage: string | null
  record_type_id: number
  prefix: string
  type_label: string
  assignee: string | null
  customer: string | null
  message_count: number
  last_message_at: number
  closed_at: number | null
}

export const RECORDS_A_PAGE = 50

/**
 * Records by their last message, newest first.
 * @param filter type: a record type's id or 0; search: words of name, customer or reference; page: from 0
 */
export async function listRecords(
  reader: Reader,
  filter: { type: number; search: string; closed: boolean; page: number },
): Promise<ListedRecord[]> {
  return reader.all<ListedRecord>(
    `select r.id, r.number, r.name, r.stage, r.record_type_id, y.prefix, y.label as type_label, r.closed_at,
       a.name as assignee, c.name as customer, t.message_count, t.last_message_at
     from records r join threads t on t.id = r.thread_id join record_types y on y.id = r.record_type_id
       left join people a on a.id = r.assignee_id left join people c on c.id = r.customer_id
     where ($1 = 0 or r.record_type_id = $1) and r.deleted_at is null
       and ($2 = 1 or (r.closed_at is null and r.archived_at is null and r.merged_into is null))
       and ($3 = '' or lower(r.name) like $4 or lower(coalesce(c.name, '')) like $4 or lower(t.subject) like $4)
     order by t.last_message_at desc, t.id desc limit ${RECORDS_A_PAGE} offset $5`,
    [
      filter.type,
      filter.closed ? 1 : 0,
      filter.search,
      `%${filter.search.toLowerCase()}%`,
      filter.page * RECORDS_A_PAGE,
    ],
  )
}
