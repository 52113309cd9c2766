import { z } from 'zod'
import { chooseForThread, chooseInGeneral, WAYS } from '../gateway/chatter/followers/choices.ts'
import { findFollower } from '../gateway/chatter/followers/follow.ts'
import { FOR_EVER } from '../gateway/chatter/followers/mute.ts'
import { findDigest, timesOf } from '../gateway/chatter/notifications/digests.ts'
import { DAY } from '../gateway/lib/clock.ts'
import type { Reader, Tx } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import { line, read, several } from './forms.ts'
import type { GeneralChoice } from './views/choices.ts'

const General = z.object({
  way: z.enum(WAYS as ['email', 'inbox', 'digest', 'nothing']),
  every: z.enum(['4h', 'daily', 'weekly']).default('daily'),
  hour: z.coerce.number().int().min(0).max(23).default(8),
  days: several,
  zone: line(60),
})
const OfThread = z.object({
  way: z.enum(['', ...WAYS] as ['', 'email', 'inbox', 'digest', 'nothing']).default(''),
  mute: z.enum(['', 'keep', '1', '3', '7', 'ever']).default(''),
})

/** What the forms of choices show. */
export async function generalChoiceOf(reader: Reader, person: PersonRow): Promise<GeneralChoice> {
  const row = await findDigest(reader, person.id)
  const nextAt = row && row.stopped_at === null ? row.due_at : null
  return { person, times: timesOf(row), nextAt }
}

/** Saves the form of the general choice. */
export async function saveGeneral(
  tx: Tx,
  person: PersonRow,
  { body, at }: { body: unknown; at: number },
): Promise<void> {
  const { way, every, hour, days, zone } = read(General, body)
  const row = await findDigest(tx, person.id)
  const times = { every, hour, days: days.map(Number) }
  // who has no digest, and asks for none, need not have one
  const wanted = way === 'digest' || row !== null ? { times } : {}
  await chooseInGeneral(tx, person, { way, ...wanted, ...(zone ? { zone } : {}), at })
}

/** Saves the form of the choice for one thread. */
export async function saveForThread(
  tx: Tx,
  person: PersonRow,
  { thread, body, at }: { thread: number; body: unknown; at: number },
): Promise<void> {
  const { way, mute } = read(OfThread, body)
  const before = (await findFollower(tx, thread, person.id))?.muted_until ?? null
  const mutedUntil = mute === 'keep' ? before : mutedFor(mute, at)
  await chooseForThread(tx, person, { thread, way: way || null, mutedUntil, at })
}

function mutedFor(mute: '' | '1' | '3' | '7' | 'ever', at: number): number | null {
  if (mute === '') return null
  return mute === 'ever' ? FOR_EVER : at + Number(mute) * DAY
}
