import { list } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { addresses } from '../../store/tables/people.ts'
import type { RatingRow } from '../../store/tables/ratings.ts'
import { leftByThemselves } from '../followers/follow.ts'
import { findPerson } from '../people/people.ts'
import type { OpenRecord } from '../records/records.ts'

/**
 * Why a customer is not asked how it went; null where they may be. A question must not go to somebody whose name another has used, to
 * a machine, to an address that bounces, or to whom nobody has ever written.
 */
export async function reasonNotToAsk(
  reader: Reader,
  { thread_id, person_id }: RatingRow,
  open: OpenRecord | null,
): Promise<string | null> {
  const person = await findPerson(reader, person_id)
  if (!open || open.record.closed_at === null) return 'it was reopened'
  if (person?.kind !== 'contact' || person.disabled_at !== null) return 'the customer is no contact'
  if (await leftByThemselves(reader, thread_id, person_id))
    return 'the customer has left the thread'
  const [address] = await list(reader, addresses, { where: { person_id }, order: 'id', limit: 1 })
  if (!address || address.paused_at !== null || address.bounce_score > 0)
    return 'mail to the customer bounces'
  if (!(await wasWrittenTo(reader, thread_id, person_id)))
    return 'nobody has written to the customer'
  return reasonInTheirMails(reader, thread_id, person_id)
}

/** A user's message has reached them, as far as we know. */
async function wasWrittenTo(reader: Reader, thread: number, person: number): Promise<boolean> {
  const found = await reader.one(
    `select m.id from messages m join people p on p.id = m.author_id
       join deliveries d on d.message_id = m.id and d.person_id = $2 and d.state = 'sent'
     where m.thread_id = $1 and m.kind = 'message' and p.kind = 'user' order by m.id desc limit 1`,
    [thread, person],
  )
  return found !== null
}

/** Who has written here must have shown once that it was them, and must not write as a machine does. */
async function reasonInTheirMails(
  reader: Reader,
  thread: number,
  person: number,
): Promise<string | null> {
  const theirs = await reader.all<{ verified: 0 | 1; class: string }>(
    `select verified, class from messages where thread_id = $1 and author_id = $2 and kind = 'message'
     order by id desc limit 50`,
    [thread, person],
  )
  if (theirs.length === 0) return null
  const human = theirs.filter((one) => one.class === 'human')
  if (human.length === 0) return 'a machine has written in the customer’s name'
  return human.some(({ verified }) => verified === 1)
    ? null
    : 'the customer’s mails are not verified'
}
