import { changesHeldWith, type HeldChange } from '../chatter/messages/bursts.ts'
import { changedSince, reasonToWithdraw, type Since } from '../chatter/messages/withdrawal.ts'
import { peopleById } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { withHeld } from './burst.ts'
import { composeMail, type OutgoingMail } from './compose.ts'
import { composeDigest, type DigestNews, readDigests } from './digest.ts'
import { composeLetter } from './letter.ts'
import { type Notice, readNotice } from './notice.ts'
import { type Body, renderBody } from './render.ts'
import type { Templates } from './templates.ts'

/** A mail that must not go out any more, and why. */
export class Withdrawn extends Error {}

/** Turns deliveries into mails. What several recipients share is read and rendered once. */
export type Writer = {
  /** For each delivery its mail, or why it cannot be written. All are read in one snapshot. */
  write(deliveries: DeliveryRow[]): Promise<Written[]>
}

export type Written = { delivery: DeliveryRow; mail: OutgoingMail | Error }

const NOTICES_KEPT = 100

type Desk = {
  site: Site
  templates: Templates
  notices: Map<number, Notice>
  bodies: Map<string, Promise<Body>>
}

export function openWriter(site: Site, templates: Templates): Writer {
  const desk: Desk = { site, templates, notices: new Map(), bodies: new Map() }
  return {
    async write(deliveries) {
      const { people, since, held, news } = await site.store.read(async (reader) => {
        const since = await changedSince(reader, deliveries)
        forgetEdited(desk.notices, deliveries, since)
        await readNotices(reader, desk.notices, deliveries)
        const ids = deliveries.map((delivery) => delivery.person_id)
        const people = await peopleById(reader, ids)
        return {
          people,
          since,
          held: await changesHeldWith(reader, deliveries),
          news: await readDigests(reader, deliveries, people),
        }
      })
      return Promise.all(
        deliveries.map((delivery) =>
          writeOrSayWhy(desk, delivery, {
            person: people.get(delivery.person_id),
            since: since.get(delivery.id),
            held: held.get(delivery.id) ?? [],
            news: news.get(delivery.id),
          }),
        ),
      )
    },
  }
}

/** Who gets a mail, with what was read for it. */
type Recipient = {
  person: PersonRow | undefined
  since: Since | undefined
  held: HeldChange[]
  news: DigestNews | undefined
}

async function writeOrSayWhy(
  desk: Desk,
  delivery: DeliveryRow,
  recipient: Recipient,
): Promise<Written> {
  const mail = await writeOne(desk, delivery, recipient).catch((failure: Error) => failure)
  return { delivery, mail }
}

async function writeOne(
  desk: Desk,
  delivery: DeliveryRow,
  { person, since, held, news }: Recipient,
): Promise<OutgoingMail> {
  const { site } = desk
  if (!person) throw new Error('The recipient is gone.')
  if (news) return writeDigest(desk, { delivery, person, news, since })
  if (delivery.account_mail) return writeLetter(desk, delivery, person)
  const alone = desk.notices.get(delivery.message_id!)
  if (!alone) throw new Error('The message is gone.')
  const withdrawn = reasonToWithdraw(delivery, alone.message, person, since)
  if (withdrawn) throw new Withdrawn(withdrawn)
  const notice = withHeld(alone, held, person)
  if (!notice) throw new Withdrawn('all of it was changed back')
  return composeMail(site, { delivery, person, notice, body: await bodyFor(desk, notice, person) })
}

async function writeLetter(
  { site, templates }: Desk,
  delivery: DeliveryRow,
  person: PersonRow,
): Promise<OutgoingMail> {
  if (person.disabled_at !== null) throw new Withdrawn('the person is disabled')
  const letter = readJson(delivery.account_mail!)
  if (letter.forUser && person.kind !== 'user')
    throw new Withdrawn('the person is no user any more')
  return composeLetter(site, templates, { delivery, person, letter })
}

async function writeDigest(
  { site, templates }: Desk,
  digest: { delivery: DeliveryRow; person: PersonRow; news: DigestNews; since: Since | undefined },
): Promise<OutgoingMail> {
  const { person, news, since } = digest
  if (person.disabled_at !== null) throw new Withdrawn('the person is disabled')
  if (news.isStopped) throw new Withdrawn('the person has stopped the digest')
  if (since?.paused) throw new Withdrawn('mail to this address is paused')
  if (news.entries.length === 0) throw new Withdrawn('nothing was left to tell')
  return composeDigest(site, templates, digest)
}

function bodyFor(
  { site, templates, bodies }: Desk,
  notice: Notice,
  person: PersonRow,
): Promise<Body> {
  const reader = {
    inside: person.kind === 'user',
    language: person.language,
    timeZone: person.time_zone,
    ...(notice.template?.isPersonal ? { name: person.name } : {}),
  }
  // a burst of changes differs for who heard of some of them only
  const { id, edited_at, kind, changes, author_name } = notice.message
  const said = kind === 'change' ? `${author_name} ${changes}` : ''
  const { inside, language, timeZone, name = '' } = reader
  const key = [id, edited_at, inside, language, timeZone, name, said].join(' ')
  return kept(bodies, key, () => renderBody(site, templates, notice, reader))
}

/** What has been changed since it was read says its new words. */
function forgetEdited(
  notices: Map<number, Notice>,
  deliveries: DeliveryRow[],
  since: Map<number, Since>,
): void {
  for (const { id, message_id } of deliveries) {
    const edited = since.get(id)?.edited ?? null
    const known = message_id === null ? undefined : notices.get(message_id)
    if (known && known.message.edited_at !== edited) notices.delete(known.message.id)
  }
}

async function readNotices(
  reader: Reader,
  notices: Map<number, Notice>,
  deliveries: DeliveryRow[],
): Promise<void> {
  const wanted = new Set(
    deliveries.map((delivery) => delivery.message_id).filter((id) => id !== null),
  )
  for (const id of wanted) {
    const notice = notices.get(id) ?? (await readNotice(reader, id))
    if (notice) notices.set(id, notice)
  }
  for (const id of notices.keys()) {
    if (notices.size <= NOTICES_KEPT) break
    if (!wanted.has(id)) notices.delete(id)
  }
}

/** One making for all who ask; a failure is not kept. */
function kept(
  bodies: Map<string, Promise<Body>>,
  key: string,
  make: () => Promise<Body>,
): Promise<Body> {
  const known = bodies.get(key)
  if (known) return known
  const made = make()
  bodies.set(key, made)
  made.catch(() => bodies.delete(key))
  if (bodies.size > 2 * NOTICES_KEPT) bodies.delete(bodies.keys().next().value!)
  return made
}
