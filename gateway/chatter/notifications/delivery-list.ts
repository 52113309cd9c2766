import { readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { Attempt, DeliveryRow, DeliveryState } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'

/** A delivery with the name of its recipient and what it is about, for pages. */
export type ListedDelivery = Omit<DeliveryRow, 'history' | 'account_mail'> & {
  name: string
  kind: PersonRow['kind']
  /** null for mail about an account. */
  subject: string | null
  attemptsMade: Attempt[]
}

export const DELIVERIES_A_PAGE = 100

const SELECT = `select d.*, p.name, p.kind, t.subject
  from deliveries d join people p on p.id = d.person_id left join threads t on t.id = d.thread_id`

export async function listedDeliveriesOf(
  reader: Reader,
  messages: number[],
): Promise<ListedDelivery[]> {
  if (messages.length === 0) return []
  const places = messages.map((_, index) => `$${index + 1}`).join(', ')
  const rows = await reader.all<Found>(
    `${SELECT} where d.message_id in (${places}) order by d.id`,
    messages,
  )
  return rows.map(opened)
}

/** Deliveries, newest first. @param filter before: only ids below this one, to page back */
export async function listDeliveryPage(
  reader: Reader,
  filter: { state: DeliveryState | null; before: number },
): Promise<ListedDelivery[]> {
  const rows = await reader.all<Found>(
    `${SELECT} where ($1 = '' or d.state = $1) and d.id < $2 order by d.id desc limit ${DELIVERIES_A_PAGE}`,
    [filter.state ?? '', filter.before],
  )
  return rows.map(opened)
}

type Found = DeliveryRow & Pick<ListedDelivery, 'name' | 'kind' | 'subject'>

/** The secret of an account mail stays behind: pages have no use for it. */
function opened({ history, account_mail: _, ...row }: Found): ListedDelivery {
  return { ...row, attemptsMade: readJson(history) }
}
