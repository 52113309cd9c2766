import { referenceOf } from '../chatter/records/records.ts'
import { leaveToken } from '../mail/leave-token.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { headerBlock, softly } from './mime.ts'
import type { Notice } from './notice.ts'
import { addressFor, headersOf, idFor } from './notification-headers.ts'
import type { Body } from './render.ts'
import { fill, offerLine, wordsIn } from './words.ts'

/** A mail ready to leave: its envelope and its bytes. */
export type OutgoingMail = { from: string; to: string; messageId: string; source: Buffer }

/**
 * Addresses a notification to one person: their own Message-ID, answer address, bounce address and way to leave; nobody else's
 * address stands in it. The same delivery gives the same bytes each time, so a copy sent twice can be told.
 * RFC 5322 section 3.6; RFC 2369; RFC 2919; RFC 8058; RFC 3834 section 5 (Auto-Submitted).
 */
/** One delivery with all that its mail is made of. */
export type Letter = { delivery: DeliveryRow; person: PersonRow; notice: Notice; body: Body }

export function composeMail(site: Site, { delivery, person, notice, body }: Letter): OutgoingMail {
  const words = wordsIn(person.language)
  const record = referenceOf(notice.open)
  const leaveUrl = `${baseUrlOf(site)}/u/${leaveToken({ thread: notice.open.thread.id, person: person.id }, site.keys)}`
  const reason = fill(words.reasons[delivery.reason] ?? '', { record })
  const headers = headerBlock([
    ...headersOf(site, delivery, person, notice, leaveUrl),
    ...body.headers,
  ])
  const slots: Record<string, string> = {
    reason,
    leave: leaveUrl,
    offer: offerLine(delivery, person.language),
  }
  const text = body.pieces.map((piece) =>
    typeof piece === 'string' ? piece : softly(piece.form(slots[piece.slot] ?? '')),
  )
  return {
    from: addressFor(site, notice, person, 'b'),
    to: delivery.address,
    messageId: idFor(site, notice, person),
    source: Buffer.from(`${headers}\r\n\r\n${text.join('')}`),
  }
}
