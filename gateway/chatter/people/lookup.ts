import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'

/** Somebody whose name or address begins like this. */
export type Lookup = {
  id: number
  name: string
  kind: PersonRow['kind']
  address: string
  /** They are a user, or follow the thread: their name alone calls them. */
  near: 0 | 1
}

const MOST = 8

/** For the completion of names: users and followers of the thread come first, then anybody. */
export async function lookUpPeople(
  reader: Reader,
  { thread, begins }: { thread: number; begins: string },
): Promise<Lookup[]> {
  const key = begins.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)
  return reader.all<Lookup>(
    `select p.id, p.name, p.kind,
       coalesce((select a.address from addresses a where a.person_id = p.id order by a.id limit 1), '') as address,
       case when p.kind = 'user' or exists (select 1 from followers f
         where f.thread_id = $1 and f.person_id = p.id and f.left_at is null) then 1 else 0 end as near
     from people p
     where p.kind <> 'system' and p.disabled_at is null
       and (lower(p.name) like $2 escape '\\' or lower(p.name) like $3 escape '\\'
         or exists (select 1 from addresses a where a.person_id = p.id and a.address_key like $2 escape '\\'))
     order by 5 desc, p.kind desc, p.name, p.id limit ${MOST}`,
    [thread, `${key}%`, `% ${key}%`],
  )
}
