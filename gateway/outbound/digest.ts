import { type DigestEntry, digestEntries } from '../chatter/messages/digest-entries.ts'
import { findDigest } from '../chatter/notifications/digests.ts'
import { recordTypeById } from '../chatter/records/record-types.ts'
import { writeToken } from '../mail/addresses.ts'
import { digestToken } from '../mail/leave-token.ts'
import { accountMessageId } from '../mail/message-ids.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { OutgoingMail } from './compose.ts'
import { digestValues } from './digest-values.ts'
import { encodedText, type Header, headerBlock, mailbox, multipart, textPart } from './mime.ts'
import type { Templates } from './templates.ts'
import { wordsIn } from './words.ts'

/** What a digest tells, read in the snapshot from which its mail is written. */
export type DigestNews = {
  entries: DigestEntry[]
  types: Map<number, TypeOfRecord>
  /** The person has stopped it since it was put into the outbox. */
  isStopped: boolean
}

/** How a record type is written to: by the local part of its records, and by its first alias, which people know. */
type TypeOfRecord = { address: string; plural: string; team: string | null }

/** @returns the news of those deliveries that are digests, by their ids */
export async function readDigests(
  reader: Reader,
  deliveries: DeliveryRow[],
  people: Map<number, PersonRow>,
): Promise<Map<number, DigestNews>> {
  const found = new Map<number, DigestNews>()
  for (const delivery of deliveries.filter(({ reason }) => reason === 'digest')) {
    const person = people.get(delivery.person_id)
    if (person) found.set(delivery.id, await readDigest(reader, delivery, person))
  }
  return found
}

async function readDigest(
  reader: Reader,
  delivery: DeliveryRow,
  person: PersonRow,
): Promise<DigestNews> {
  const entries = await digestEntries(reader, delivery.id, person)
  const types = new Map<number, TypeOfRecord>()
  for (const id of new Set(entries.map((entry) => entry.record_type_id))) {
    const { plural, settings } = await recordTypeById(reader, id)
    const alias = await reader.one<{ address: string }>(
      'select address from aliases where record_type_id = $1 and record_id is null order by id limit 1',
      [id],
    )
    types.set(id, { address: settings.address, plural, team: alias?.address ?? null })
  }
  const isStopped = ((await findDigest(reader, person.id))?.stopped_at ?? null) !== null
  return { entries, types, isStopped }
}

/**
 * Many threads in one mail, so an answer to it can go to none of them: each record has its own way, a page for users, a signed address
 * for people outside, who are sent to no page of ours. RFC 8058 (one-click), RFC 2919, RFC 3834 section 5.
 */
export async function composeDigest(
  site: Site,
  templates: Templates,
  { delivery, person, news }: { delivery: DeliveryRow; person: PersonRow; news: DigestNews },
): Promise<OutgoingMail> {
  const values = filledValues(site, person, news)
  const template = await templates.get('digest')
  const parts = [textPart('plain', template.text(values)), textPart('html', template.html(values))]
  const body = multipart('alternative', `=_digest_${delivery.id.toString(36)}`, parts)
  const messageId = accountMessageId(delivery.id, site.domain, site.keys)
  const headers = headerBlock([
    ['From', sender(site, person, news)],
    ['To', mailbox(person.name, delivery.address)],
    ...onlyRecord(site, person, news),
    ['Subject', encodedText(values.subject)],
    ['Date', new Date(delivery.created_at).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${messageId}>`],
    ['MIME-Version', '1.0'],
    ['Auto-Submitted', 'auto-generated'],
    ['X-Auto-Response-Suppress', 'DR, RN, NRN, OOF, AutoReply'],
    ['Precedence', 'bulk'],
    ['List-Id', `Digest <digest.${site.domain}>`],
    ...leaveHeaders(leaveUrl(site, person)),
    ['X-Postern-Class', 'digest'],
    ['X-Postern-Reason', delivery.reason],
    ...body.headers,
  ])
  const source = Buffer.from(`${headers}\r\n\r\n${body.body}`)
  const from = addressIn(site, person, news, 'b')
  return { from, to: delivery.address, messageId, source }
}

function filledValues(site: Site, person: PersonRow, news: DigestNews) {
  const inside = person.kind === 'user'
  const { letterMarker, digest } = wordsIn(person.language)
  const waysOf = (entry: DigestEntry) =>
    inside
      ? { link: `${baseUrlOf(site)}/records/${entry.prefix}-${entry.number}`, answerTo: '' }
      : { link: '', answerTo: addressIn(site, person, { ...news, entries: [entry] }, 'm') }
  return {
    ...digestValues(news.entries, person, waysOf),
    direction: 'ltr',
    // what a user passes on below it is not mailed again: see mail/trimming/own-marker.ts
    marker: inside ? letterMarker : '',
    noAnswer: isOfOne(news) && !inside ? '' : digest.noAnswer,
    reasonSentence: digest.reason,
    leaveLabel: digest.settings,
    leaveUrl: leaveUrl(site, person),
  }
}

function isOfOne({ entries }: DigestNews): boolean {
  return new Set(entries.map((entry) => entry.thread_id)).size === 1
}

/** People outside know the team, and have never heard of us. */
function sender(site: Site, person: PersonRow, { entries, types }: DigestNews): string {
  if (person.kind === 'user')
    return mailbox(wordsIn(person.language).digest.from, `postmaster@${site.domain}`)
  const newest = entries.at(-1)!
  const { plural, team, address } = types.get(newest.record_type_id)!
  return mailbox(plural, team ?? `${address}+${newest.number}@${site.domain}`)
}

/** Somebody outside who heard of one record only can simply answer. */
function onlyRecord(site: Site, person: PersonRow, news: DigestNews): Header[] {
  if (person.kind === 'user' || !isOfOne(news)) return []
  return [['Reply-To', `<${addressIn(site, person, news, 'm')}>`]]
}

/** The person's signed address in the record of the newest entry. */
function addressIn(
  site: Site,
  person: PersonRow,
  { entries, types }: DigestNews,
  kind: 'm' | 'b',
): string {
  const { number, record_type_id } = entries.at(-1)!
  const { address } = types.get(record_type_id)!
  const token = { address, number, person: person.id, kind, domain: site.domain }
  return writeToken(token, site.keys)
}

function leaveUrl(site: Site, person: PersonRow): string {
  return `${baseUrlOf(site)}/d/${digestToken(person.id, site.keys)}`
}

/** Mail programs may only be told of a button that works by TLS. */
function leaveHeaders(url: string): Header[] {
  if (!url.startsWith('https://')) return []
  return [
    ['List-Unsubscribe', `<${url}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ]
}
