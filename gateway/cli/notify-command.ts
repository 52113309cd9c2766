import type { Command } from 'commander'
import { chooseForThread, chooseInGeneral, WAYS } from '../chatter/followers/choices.ts'
import { findFollower } from '../chatter/followers/follow.ts'
import { FOR_EVER } from '../chatter/followers/mute.ts'
import type { DigestTimes } from '../chatter/notifications/digest-times.ts'
import { findDigest, timesOf } from '../chatter/notifications/digests.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { readMoment } from '../lib/moments.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { JSON_FLAG, oneOf, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const EVERY = ['4h', 'daily', 'weekly'] as const

type Options = Shown & {
  record?: string
  way?: string
  mute?: string
  every?: string
  hour?: string
  days?: string
  zone?: string
}

/** How somebody hears, in general or of one record; without options it only tells. */
export function notifyCommand(postern: Command): void {
  postern
    .command('notify')
    .description(
      'how somebody hears: by mail, inbox, digest or nothing; without options, what they chose',
    )
    .argument('<address>', 'their mail address')
    .option('--record <reference>', 'only of this one, such as T-42')
    .option('--way <way>', `${WAYS.join(', ')}; with --record also "general"`)
    .option('--mute <until>', 'with --record: 3d, "until fri", "ever" or "off"')
    .option('--every <time>', `of the digest: ${EVERY.join(', ')}`)
    .option('--hour <0-23>', 'of their own clock')
    .option('--days <numbers>', 'working days, 1 is Monday: 1,2,3,4,5')
    .option('--zone <name>', 'their time zone, such as Europe/Lisbon')
    .option(...JSON_FLAG)
    .action((address: string, options: Options) =>
      withSite((site) => notify(site, address, options)),
    )
}

async function notify(site: Site, address: string, options: Options): Promise<void> {
  const line = await site.store.write(async (tx) => {
    const person = await personByAddress(tx, address)
    const at = site.clock.now()
    if (options.record) return ofRecord(tx, person, { ...options, record: options.record, at })
    return inGeneral(tx, person, { ...options, at })
  })
  await print([{ address, ...line }], options.json)
}

async function inGeneral(
  tx: Tx,
  person: PersonRow,
  options: Options & { at: number },
): Promise<object> {
  if (options.mute !== undefined)
    throw new Refused('bad-input', 'Muting is of one record: give --record.')
  const { at, way, zone } = options
  const isAsked = [way, options.every, options.hour, options.days, zone].some(
    (one) => one !== undefined,
  )
  const before = timesOf(await findDigest(tx, person.id))
  const changed = isAsked
    ? await chooseInGeneral(tx, person, {
        way: way === undefined ? person.notify : oneOf(WAYS, way, 'way'),
        times: timesIn(options, before),
        ...(zone ? { zone } : {}),
        at,
      })
    : person
  const row = await findDigest(tx, person.id)
  const next = row && row.stopped_at === null ? new Date(row.due_at).toISOString() : null
  return { record: null, way: changed.notify, ...timesOf(row), zone: changed.time_zone, next }
}

function timesIn({ every, hour, days }: Options, before: DigestTimes): DigestTimes {
  return {
    every: every === undefined ? before.every : oneOf(EVERY, every, 'interval'),
    hour: hour === undefined ? before.hour : Number(hour),
    days: days === undefined ? before.days : days.split(',').map(Number),
  }
}

async function ofRecord(
  tx: Tx,
  person: PersonRow,
  { record, way, mute, at }: Options & { record: string; at: number },
): Promise<object> {
  const { thread } = await recordByReference(tx, record)
  const before = await findFollower(tx, thread.id, person.id)
  if (!before) throw new Refused('not-found', `${person.name} does not follow ${record}.`)
  const chosen = way === undefined ? before.way : way === 'general' ? null : oneOf(WAYS, way, 'way')
  const mutedUntil = mute === undefined ? before.muted_until : mutedIn(mute, { person, at })
  const after =
    way === undefined && mute === undefined
      ? before
      : await chooseForThread(tx, person, { thread: thread.id, way: chosen, mutedUntil, at })
  const muted = after.muted_until
  return {
    record,
    way: after.way ?? 'general',
    mutedUntil: muted === null ? null : muted >= FOR_EVER ? 'ever' : new Date(muted).toISOString(),
  }
}

function mutedIn(said: string, { person, at }: { person: PersonRow; at: number }): number | null {
  if (said === 'off') return null
  return said === 'ever' ? FOR_EVER : readMoment(said, { now: at, zone: person.time_zone }).at
}
