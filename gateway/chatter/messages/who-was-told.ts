import { list } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { DeliveryRow, NotificationRow } from '../../store/tables/followers.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import type { KeptOut } from './hearing.ts'
import { keptOutOf } from './why.ts'

/** Somebody who was told of a message, with what became of the mail. */
export type ToldLine = Pick<NotificationRow, 'person_id' | 'way' | 'reason' | 'read_at'> &
  Pick<PersonRow, 'name' | 'kind'> & {
    state: DeliveryRow['state'] | null
    response: DeliveryRow['response']
  }

export type KeptOutLine = Pick<PersonRow, 'id' | 'name' | 'kind'> & { why: KeptOut }

export type WhoWasTold = {
  told: ToldLine[]
  keptOut: KeptOutLine[]
  /** There are others: search for them by name. */
  hasMore: boolean
}

/** A page names so many people of each side. */
export const TOLD_SHOWN = 200

/** Everybody who was told of a message, and everybody who was not though they followed or were named. @param search a part of a name */
export async function whoWasTold(
  reader: Reader,
  message: MessageRow,
  search: string,
): Promise<WhoWasTold> {
  const told = await reader.all<ToldLine>(
    `select n.person_id, n.way, n.reason, n.read_at, p.name, p.kind, d.state, d.response
     from notifications n join people p on p.id = n.person_id
       left join deliveries d on d.id = coalesce(n.digest_id,
         (select max(e.id) from deliveries e where e.message_id = n.message_id and e.person_id = n.person_id))
     where n.message_id = $1 and ($2 = '' or lower(p.name) like $3) order by n.id limit ${TOLD_SHOWN + 1}`,
    [message.id, search, `%${search.toLowerCase()}%`],
  )
  const keptOut = await keptOutNamed(reader, message, search)
  return {
    told: told.slice(0, TOLD_SHOWN),
    keptOut: keptOut.slice(0, TOLD_SHOWN),
    hasMore: told.length > TOLD_SHOWN || keptOut.length > TOLD_SHOWN,
  }
}

async function keptOutNamed(
  reader: Reader,
  message: MessageRow,
  search: string,
): Promise<KeptOutLine[]> {
  const reasons = new Map(
    (await keptOutOf(reader, message.id)).map(({ person, why }) => [person, why]),
  )
  const found =
    search === ''
      ? await list(reader, people, { where: { id: [...reasons.keys()].slice(0, TOLD_SHOWN + 1) } })
      : await reader.all<PersonRow>(
          `select * from people where lower(name) like $1 order by id limit 1000`,
          [`%${search.toLowerCase()}%`],
        )
  return found.flatMap(({ id, name, kind }) => {
    const why = reasons.get(id)
    return why ? [{ id, name, kind, why }] : []
  })
}
