import { type IdsToFind, type Trail, trailsOf } from '../../chatter/records/mail-ids.ts'
import { looksOwn, type OwnId, readOwnId } from '../../mail/message-ids.ts'
import type { Reading } from '../../mail/reading.ts'
import type { Site } from '../../store/site.ts'
import type { Reader } from '../../store/store.ts'
import type { Rung } from './rung.ts'

/** An id of In-Reply-To or References that leads somewhere. RFC 5322 section 3.6.4. */
export type KnownId = Trail & { rung: Rung; id: string }

export type Unknown = { id: string; namedIn: number[] }

export type NamedIds = {
  /** In the order of the ladder: ids of mails that are here, nearest first, then ids that mails here have named. */
  known: KnownId[]
  /** Ids of mails that are not here, newest first, with the threads in which a mail has named them. */
  unknown: Unknown[]
}

const IDS_LOOKED_AT = 200
const IDS_REMEMBERED = 20
/** Longer ones are no ids that a mail program writes. */
const LONGEST_ID = 250

/** Looks up all ids that a mail names, in one statement; a mail that names none costs none. */
export async function readNamedIds(
  reader: Reader,
  site: Site,
  reading: Reading,
): Promise<NamedIds> {
  const named = idsOf(reading)
  if (named.length === 0) return { known: [], unknown: [] }

  const wanted = named.map(({ id, rung }) => ({ id, rung, own: readOwnId(id, site.keys) }))
  const trails = await trailsOf(reader, toFind(wanted))
  const found = wanted.map(({ id, rung, own }) => ({
    id,
    rung,
    trails: trails.filter((trail) => {
      if (own?.kind === 'message') return trail.mail_id === null && trail.message === own.message
      if (own) return trail.message === null && trail.thread === own.thread
      return trail.mail_id === id
    }),
  }))
  return { known: inOrder(found), unknown: worthKeeping(found) }
}

function idsOf(reading: Reading): { id: string; rung: Rung }[] {
  return [
    ...reading.inReplyTo.map((id) => ({ id, rung: 'in-reply-to' as const })),
    ...reading.references.toReversed().map((id) => ({ id, rung: 'references' as const })),
  ].slice(0, IDS_LOOKED_AT)
}

type Found = { id: string; rung: Rung; trails: Trail[] }

function toFind(wanted: { id: string; own: OwnId | null }[]): IdsToFind {
  const messages = wanted.flatMap(({ own }) => (own?.kind === 'message' ? [own.message] : []))
  const threads = wanted.flatMap(({ own }) => (own?.kind === 'thread' ? [own.thread] : []))
  const mails = wanted.flatMap(({ id, own }) => (own ? [] : [id]))
  const once = <One>(some: One[]) => [...new Set(some)]
  return { messages: once(messages), threads: once(threads), mails: once(mails) }
}

function inOrder(found: Found[]): KnownId[] {
  const all = found.flatMap(({ id, rung, trails }) =>
    trails.map((trail): KnownId => ({ ...trail, id, rung: trail.named ? 'named id' : rung })),
  )
  return [...all.filter((one) => !one.named), ...all.filter((one) => one.named)]
}

function worthKeeping(found: Found[]): Unknown[] {
  const unknown = found
    .filter(({ trails }) => trails.every((trail) => trail.named === 1))
    .filter(({ id }) => id.length <= LONGEST_ID && !isOwnForm(id))
    .map(({ id, trails }): [string, Unknown] => [
      id,
      { id, namedIn: trails.map((trail) => trail.thread) },
    ])
  return [...new Map(unknown).values()].slice(0, IDS_REMEMBERED)
}

/** What looks like an id of ours and is not signed is somebody's guess, or of another installation. */
function isOwnForm(id: string): boolean {
  return looksOwn(id.slice(0, id.lastIndexOf('@')))
}
