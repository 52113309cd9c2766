import { sendLetter } from '../chatter/notifications/letters.ts'
import { addressInUse, findPerson } from '../chatter/people/people.ts'
import { reasonNotToAsk } from '../chatter/ratings/may-ask.ts'
import { GRADES, settleRating, waitingRatings } from '../chatter/ratings/ratings.ts'
import { findByThread, type OpenRecord, referenceOf } from '../chatter/records/records.ts'
import { writeToken } from '../mail/addresses.ts'
import { threadRootId } from '../mail/message-ids.ts'
import { ratingToken } from '../mail/rating-token.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { Letter } from '../store/tables/followers.ts'
import type { RatingRow } from '../store/tables/ratings.ts'

/** Mails the questions how it went, or notes why one is not asked. @returns whether there were any */
export async function askRatings(site: Site): Promise<boolean> {
  const asked = await site.store.write(async (tx) => {
    const waiting = await waitingRatings(tx)
    for (const rating of waiting) await askOne(site, tx, rating)
    return waiting.length
  })
  if (asked > 0) site.outboxBell.ring()
  return asked > 0
}

async function askOne(site: Site, tx: Tx, rating: RatingRow): Promise<void> {
  const at = site.clock.now()
  const open = await findByThread(tx, rating.thread_id)
  const why = await reasonNotToAsk(tx, rating, open)
  const sent = why === null && (await send(site, tx, { rating, open: open!, at }))
  const held = why === null && !sent ? 'the customer has got enough letters' : why
  await settleRating(tx, rating, { why: held, at })
}

async function send(
  site: Site,
  tx: Tx,
  { rating, open, at }: { rating: RatingRow; open: OpenRecord; at: number },
): Promise<boolean> {
  const person = (await findPerson(tx, rating.person_id))!
  const { type, record, thread } = open
  const alias = await tx.one<{ address: string }>(
    'select address from aliases where record_type_id = $1 and record_id is null order by id limit 1',
    [type.id],
  )
  const { address: local } = type.settings
  const token = { address: local, number: record.number, person: person.id, kind: 'm' as const }
  const link = `${baseUrlOf(site)}/r/${ratingToken({ rating: rating.id, person: person.id }, site.keys)}`
  const from = alias?.address ?? `${local}+${record.number}@${site.domain}`
  const letter: Letter = {
    words: 'rating',
    from: { name: type.plural, address: from },
    values: { record: referenceOf(open), name: record.name, person: person.name },
    lines: [],
    // best first, as a customer reads them
    links: GRADES.map((_, index) => `${link}/${index + 1}`).toReversed(),
    answers: {
      messageId: null,
      references: [threadRootId(thread.id, site.domain, site.keys)],
      subject: `Re: ${thread.subject}`,
      replyTo: writeToken({ ...token, domain: site.domain }, site.keys),
    },
  }
  const address = (await addressInUse(tx, person.id))!
  return sendLetter(tx, { person: person.id, address, letter, at, thread: thread.id })
}
