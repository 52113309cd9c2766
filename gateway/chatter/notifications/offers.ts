import { readJson, toJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { DeliveryRow, Reason } from '../../store/tables/followers.ts'

const WORDS_OF_FOLLOWERS: DeliveryRow['offers'] = toJson(['mute', 'stop'])

/**
 * The words with which the reader of a notification may answer it: who hears as a follower may pause or end it. Who was named hears
 * once, and has nothing to end.
 */
export function offersFor(reason: Reason): DeliveryRow['offers'] {
  return reason === 'mention' || reason === 'addressee' ? null : WORDS_OF_FOLLOWERS
}

/**
 * Which words a mail of ours has offered to its reader as a whole answer, such as "stop" or "done #17": what stands after the word
 * comes before the reader's own.
 * @param mail the message that it told of; or its delivery, where it was a letter
 */
export async function wordsOffered(
  reader: Reader,
  mail: { message: number; person: number } | { delivery: number; person: number },
): Promise<string[]> {
  const [column, id] = 'message' in mail ? ['message_id', mail.message] : ['id', mail.delivery]
  const delivery = await reader.one<Pick<DeliveryRow, 'offers'>>(
    `select offers from deliveries where ${column} = $1 and person_id = $2 and offers is not null limit 1`,
    [id!, mail.person],
  )
  return delivery?.offers ? readJson(delivery.offers) : []
}
