import type { Reader } from '../../store/store.ts'
import type { DeliveryState, Reason } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageKind } from '../../store/tables/threads.ts'

/** A mail that was kept instead of sent, with what it is about: one line of the dev inbox. */
export type KeptMail = {
  delivery_id: number
  kept_at: number
  person_id: number
  name: string
  kind: PersonRow['kind']
  address: string
  reason: Reason
  state: DeliveryState
  response: string | null
  message_id: number | null
  message_kind: MessageKind | null
  author_name: string | null
  thread_id: number | null
  subject: string | null
  prefix: string | null
  number: number | null
}

const KEPT_SHOWN = 100

const COLUMNS = `k.delivery_id, k.kept_at, d.person_id, p.name, p.kind, d.address, d.reason, d.state, d.response,
  d.message_id, m.kind as message_kind, m.author_name, d.thread_id, t.subject, y.prefix, r.number`

const FROM = `from kept_mails k join deliveries d on d.id = k.delivery_id join people p on p.id = d.person_id
  left join messages m on m.id = d.message_id left join threads t on t.id = d.thread_id
  left join records r on r.thread_id = t.id left join record_types y on y.id = r.record_type_id`

/** Kept mails, newest first. @param address only those to this address; '' for all */
export async function listKeptMails(reader: Reader, address: string): Promise<KeptMail[]> {
  return reader.all<KeptMail>(
    `select ${COLUMNS} ${FROM} where ($1 = '' or d.address = $1) order by k.delivery_id desc limit ${KEPT_SHOWN}`,
    [address],
  )
}

export async function findKept(
  reader: Reader,
  delivery: number,
): Promise<(KeptMail & { source: Buffer }) | null> {
  return reader.one<KeptMail & { source: Buffer }>(
    `select ${COLUMNS}, k.source ${FROM} where k.delivery_id = $1`,
    [delivery],
  )
}

/** Everybody who got a mail, by name: what the dev inbox can be filtered by. */
export async function keptRecipients(reader: Reader): Promise<{ address: string; name: string }[]> {
  return reader.all<{ address: string; name: string }>(
    `select d.address, min(p.name) as name from kept_mails k join deliveries d on d.id = k.delivery_id
       join people p on p.id = d.person_id group by d.address order by 2, 1 limit 200`,
  )
}

/** A number that grows with each kept mail: a page that shows them asks whether it is still the same. */
export async function newestKept(reader: Reader): Promise<number> {
  const found = await reader.one<{ newest: number | null }>(
    'select max(delivery_id) as newest from kept_mails',
  )
  return Number(found?.newest ?? 0)
}

/** Are mails about these messages still on the way to the shelf? */
export async function isOnTheWay(reader: Reader, inbound: string): Promise<boolean> {
  const found = await reader.one(
    `select 1 as yes from messages m join deliveries d on d.message_id = m.id
     where m.inbound_id = $1 and d.state in ('queued', 'sending') limit 1`,
    [inbound],
  )
  return found !== null
}
