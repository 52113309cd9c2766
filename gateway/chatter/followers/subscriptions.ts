import type { Reader } from '../../store/store.ts'
import type { FollowerRow } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'

/** Who follows what, for the admin's page: one line for each follow, newest first. */
export type Subscription = FollowerRow & {
  name: string
  kind: PersonRow['kind']
  subject: string
  record_type_id: number | null
}

export const SUBSCRIPTIONS_A_PAGE = 200

/**
 * @param filter a record type's id, or null for all; words of a person's name or of the thread's subject; before: below this id, to page back
 */
export async function listSubscriptions(
  reader: Reader,
  filter: { recordType: number | null; search: string; before?: number },
): Promise<Subscription[]> {
  return reader.all<Subscription>(
    `select f.*, p.name, p.kind, t.subject, t.record_type_id
     from followers f join people p on p.id = f.person_id join threads t on t.id = f.thread_id
     where f.left_at is null and ($1 = 0 or t.record_type_id = $1)
       and ($2 = '' or lower(p.name) like $3 or lower(t.subject) like $3) and f.id < $4
     order by f.id desc limit ${SUBSCRIPTIONS_A_PAGE}`,
    [
      filter.recordType ?? 0,
      filter.search,
      `%${filter.search.toLowerCase()}%`,
      filter.before ?? Number.MAX_SAFE_INTEGER,
    ],
  )
}
