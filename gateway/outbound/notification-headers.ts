import type { Ancestor } from '../chatter/messages/thread-entries.ts'
import { isForOutsiders } from '../chatter/messages/visibility.ts'
import { referenceOf } from '../chatter/records/records.ts'
import { type TokenKind, writeToken } from '../mail/addresses.ts'
import { messageIdFor, threadRootId } from '../mail/message-ids.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { encodedText, type Header, mailbox } from './mime.ts'
import type { Notice } from './notice.ts'
import { fill, wordsIn } from './words.ts'

/** So many earlier ids keep every client's thread together and the header short. */
const IDS_NAMED = 6

export function headersOf(
  site: Site,
  delivery: DeliveryRow,
  person: PersonRow,
  notice: Notice,
  leaveUrl: string,
): Header[] {
  const { open, message } = notice
  const words = wordsIn(person.language)
  const author = message.author_name.replace(/[@<>]/g, ' ').slice(0, 80)
  const from = fill(words.via, { author, team: open.type.plural })
  const record = referenceOf(open)
  const first = seenBy(notice, person).length === 0
  return [
    [
      'From',
      mailbox(
        from,
        notice.teamAddress ?? `${open.type.settings.address}+${open.record.number}@${site.domain}`,
      ),
    ],
    ['To', mailbox(person.name, delivery.address)],
    [
      'Reply-To',
      mailbox(`${record} ${open.type.plural}`, addressFor(site, notice, person, kindOf(notice))),
    ],
    ['Subject', encodedText(subjectOf(notice, first))],
    ['Date', new Date(message.created_at).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${idFor(site, notice, person)}>`],
    ...threadingHeaders(site, notice, person),
    ['MIME-Version', '1.0'],
    ...classHeaders(site, notice, person, leaveUrl),
    ['X-Postern-Record', record],
    ['X-Postern-Type', open.type.code],
    ['X-Postern-Class', message.kind],
    ['X-Postern-Reason', delivery.reason],
  ]
}

/** The thread's own, which mail clients thread by; another where the author of a message wrote one here. */
function subjectOf({ open, message }: Notice, isFirst: boolean): string {
  if (message.inbound_id === null && message.subject !== '') return message.subject
  return `${isFirst ? '' : 'Re: '}${open.thread.subject}`
}

/** The thread's constant root, then what this reader has got of the thread, newest last. */
function threadingHeaders(site: Site, notice: Notice, person: PersonRow): Header[] {
  const root = threadRootId(notice.open.thread.id, site.domain, site.keys)
  const known = seenBy(notice, person)
    .slice(0, IDS_NAMED)
    .map((ancestor) => ancestorId(site, ancestor, person))
    .toReversed()
  return [
    ['In-Reply-To', `<${known.at(-1) ?? root}>`],
    ['References', [root, ...known].map((id) => `<${id}>`).join(' ')],
  ]
}

/** A note's id never stands in a mail to an outsider. */
function seenBy(notice: Notice, person: PersonRow): Ancestor[] {
  return person.kind === 'user' ? notice.ancestors : notice.ancestors.filter(isForOutsiders)
}

/** Their own mail by the id they gave it; anybody else's by the id of the copy that we sent them. */
function ancestorId(site: Site, ancestor: Ancestor, person: PersonRow): string {
  if (ancestor.author_id === person.id && ancestor.message_id) return ancestor.message_id
  return messageIdFor(ancestor.id, person.id, site.domain, site.keys)
}

/** List headers for followers inside; an outsider talks with us and is on no list. */
function classHeaders(site: Site, notice: Notice, person: PersonRow, leaveUrl: string): Header[] {
  const isOurs = notice.message.kind === 'change' || notice.template?.isAutomatic
  const automatic: Header[] = isOurs ? [['Auto-Submitted', 'auto-generated']] : []
  if (person.kind !== 'user') return automatic

  const { type } = notice.open
  const oneClick = leaveUrl.startsWith('https://')
  const byMail = `<mailto:${addressFor(site, notice, person, 'u')}>`
  return [
    ...automatic,
    ['List-Id', `${type.plural} <${type.code}.${site.domain}>`],
    ['List-Unsubscribe', oneClick ? `<${leaveUrl}>, ${byMail}` : byMail],
    ...(oneClick ? [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'] as Header] : []),
    ['Precedence', 'list'],
    // not "All": that would also ask for no bounces, and we need them
    ['X-Auto-Response-Suppress', isOurs ? 'DR, RN, NRN, OOF, AutoReply' : 'OOF, AutoReply'],
  ]
}

/** An answer to a note or a change stays inside; the address says so, whatever the client does with the headers. */
function kindOf({ message }: Notice): TokenKind {
  return message.kind === 'message' ? 'm' : 'n'
}

export function addressFor(
  site: Site,
  { open }: Notice,
  person: PersonRow,
  kind: TokenKind,
): string {
  const { address } = open.type.settings
  return writeToken(
    { address, number: open.record.number, person: person.id, kind, domain: site.domain },
    site.keys,
  )
}

export function idFor(site: Site, { message }: Notice, person: PersonRow): string {
  return messageIdFor(message.id, person.id, site.domain, site.keys)
}
