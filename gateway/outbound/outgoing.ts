import { changedSince, reasonToWithdraw, type Since } from '../chatter/messages/withdrawal.ts'
import { peopleById } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { composeMail, type OutgoingMail } from './compose.ts'
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
      const { people, since } = await site.store.read(async (reader) => {
        await readNotices(reader, desk.notices, deliveries)
        const ids = deliveries.map((delivery) => delivery.person_id)
        return {
          people: await peopleById(reader, ids),
          since: await changedSince(reader, deliveries),
        }
      })
      return Promise.all(
        deliveries.map((delivery) =>
          writeOrSayWhy(desk, delivery, {
            person: people.get(delivery.person_id),
            since: since.get(delivery.id),
          }),
        ),
      )
    },
  }
}

type Recipient = { person: PersonRow | undefined; since: Since | undefined }

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
  { person, since }: Recipient,
): Promise<OutgoingMail> {
  const { site, templates } = desk
  if (!person) throw new Error('The recipient is gone.')
  if (delivery.account_mail) {
    if (person.disabled_at !== null) throw new Withdrawn('the person is disabled')
    const letter = readJson(delivery.account_mail)
    if (letter.forUser && person.kind !== 'user')
      throw new Withdrawn('the person is no user any more')
    return composeLetter(site, templates, { delivery, person, letter })
  }
  const notice = desk.notices.get(delivery.message_id!)
  if (!notice) throw new Error('The message is gone.')
  const withdrawn = reasonToWithdraw(delivery, notice.message, person, since)
  if (withdrawn) throw new Withdrawn(withdrawn)
  return composeMail(site, { delivery, person, notice, body: await bodyFor(desk, notice, person) })
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
  const { inside, language, timeZone, name = '' } = reader
  const key = [notice.message.id, inside, language, timeZone, name].join(' ')
  return kept(bodies, key, () => renderBody(site, templates, notice, reader))
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
