import { addressKey } from '../../mail/addresses.ts'
import type { Reader } from '../../store/store.ts'
import type { HeaderAddresses } from '../../store/tables/threads.ts'
import type { Told } from '../notifications/outbox.ts'
import type { Listener } from './hearing.ts'

const COLUMNS = `p.id, p.kind, p.disabled_at, a.address, a.paused_at`
const FIRST_ADDRESS = `left join addresses a on a.id = (select min(b.id) from addresses b where b.person_id = p.id)`

/** The followers of a thread and the people named by hand, with what decides whether and how they are told. */
export async function listenersOf(
  reader: Reader,
  thread: number,
  { named = [], addressed = [] }: { named?: number[]; addressed?: number[] },
): Promise<Listener[]> {
  const followers = await reader.all<Listener>(
    `select ${COLUMNS}, coalesce(f.way, p.notify) as notify, f.subtypes, f.muted_until, f.reason
     from followers f join people p on p.id = f.person_id ${FIRST_ADDRESS}
     where f.thread_id = $1 and f.left_at is null order by f.id`,
    [thread],
  )
  const names = new Set(named)
  for (const listener of followers) listener.named = names.delete(listener.id)
  const all = [...followers, ...(await strangers(reader, [...names]))]
  for (const listener of all) if (addressed.includes(listener.id)) listener.addressed = true
  return all
}

/** The mails to people outside wait a while, so that the message can be taken back. */
export function held(told: Told[], listeners: Listener[], wait: number): Told[] {
  const outside = new Set(listeners.filter(({ kind }) => kind !== 'user').map(({ id }) => id))
  return told.map((one) => (outside.has(one.person) ? { ...one, wait } : one))
}

/** People named who do not follow. */
async function strangers(reader: Reader, people: number[]): Promise<Listener[]> {
  if (people.length === 0) return []
  const places = people.map((_, index) => `$${index + 1}`).join(', ')
  const found = await reader.all<Listener>(
    `select ${COLUMNS}, p.notify from people p ${FIRST_ADDRESS} where p.id in (${places}) order by p.id`,
    people,
  )
  const alike = { subtypes: null, muted_until: null, reason: 'mention', named: true } as const
  return found.map((one) => ({ ...one, ...alike }))
}

/** The people whose addresses stand in To or Cc of a mail: the sender has mailed them already. */
export async function peopleWhoHaveIt(
  reader: Reader,
  headers: HeaderAddresses | undefined,
): Promise<Set<number>> {
  const keys = [...(headers?.to ?? []), ...(headers?.cc ?? [])].map(addressKey).slice(0, 200)
  if (keys.length === 0) return new Set()

  const places = keys.map((_, index) => `$${index + 1}`).join(', ')
  const rows = await reader.all<{ person_id: number }>(
    `select person_id from addresses where address_key in (${places})`,
    keys,
  )
  return new Set(rows.map((row) => row.person_id))
}
