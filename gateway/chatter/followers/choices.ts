import { Refused } from '../../lib/errors.ts'
import { isZone } from '../../lib/wall-clock.ts'
import { list, readJson, toJson, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { digests, type Stopped } from '../../store/tables/digests.ts'
import { type FollowerRow, followers } from '../../store/tables/followers.ts'
import { type PersonRow, people, type Way } from '../../store/tables/people.ts'
import type { DigestTimes } from '../notifications/digest-times.ts'
import { findDigest, setDigest, wantDigest } from '../notifications/digests.ts'
import { recordEvent } from '../threads/events.ts'

/** How people hear: by mail, on the web, by digest or not at all, in general and of one thread. They choose; nobody else does. */
export const WAYS: Way[] = ['email', 'inbox', 'digest', 'nothing']

/** The inbox is a page of ours, which outsiders cannot open. */
export function waysFor(person: Pick<PersonRow, 'kind'>): Way[] {
  return WAYS.filter((way) => way !== 'inbox' || person.kind === 'user')
}

/**
 * @param choice times: when the digest comes, if that was asked for; zone: by whose clock
 * @throws Refused for a way that the person cannot hear by, or a zone that there is not
 */
export async function chooseInGeneral(
  tx: Tx,
  person: PersonRow,
  choice: { way: Way; times?: DigestTimes; zone?: string; at: number },
): Promise<PersonRow> {
  const { way, times, zone = person.time_zone, at } = choice
  mustSuit(person, way)
  if (!isZone(zone))
    throw new Refused('bad-input', `"${zone}" is no time zone. Write one such as Europe/Lisbon.`)
  const wanted = { notify: way, time_zone: zone }
  const changed = (await update(tx, people, { id: person.id }, wanted))[0]!
  if (times) await setDigest(tx, changed, { times, at })
  else if (way === 'digest') await wantDigest(tx, changed, at)
  const details = { way, zone, ...times }
  await recordEvent(tx, { kind: 'notifications chosen', person: person.id, details, at })
  return changed
}

/**
 * @param choice way: null: as of all other threads; mutedUntil: null: not muted
 * @throws Refused for who does not follow the thread, or cannot hear so
 */
export async function chooseForThread(
  tx: Tx,
  person: PersonRow,
  choice: { thread: number; way: Way | null; mutedUntil: number | null; at: number },
): Promise<FollowerRow> {
  const { thread, way, mutedUntil, at } = choice
  if (way) mustSuit(person, way)
  const key = { thread_id: thread, person_id: person.id, left_at: null }
  const [changed] = await update(tx, followers, key, { way, muted_until: mutedUntil })
  if (!changed)
    throw new Refused('not-allowed', 'Only who follows this can choose how to hear of it.')
  if (way === 'digest') await wantDigest(tx, person, at)
  const details = { way, mutedUntil }
  await recordEvent(tx, { kind: 'notifications chosen', thread, person: person.id, details, at })
  return changed
}

/**
 * Ends the digest: what it would have told waits on the web, and outsiders hear of nothing. They go on following. Done twice it
 * changes nothing.
 */
export async function stopDigest(tx: Tx, person: PersonRow, at: number): Promise<boolean> {
  const row = await findDigest(tx, person.id)
  if (!row || row.stopped_at !== null) return false
  const instead: Way = person.kind === 'user' ? 'inbox' : 'nothing'
  const chosen = await list(tx, followers, { where: { person_id: person.id, way: 'digest' } })
  const wasGeneral = person.notify === 'digest'
  const threads = chosen.map(({ thread_id }) => thread_id)
  const stopped: Stopped = { notify: wasGeneral ? 'digest' : null, threads }
  await update(tx, digests, { person_id: person.id }, { stopped: toJson(stopped), stopped_at: at })
  if (wasGeneral) await update(tx, people, { id: person.id }, { notify: instead })
  await update(tx, followers, { person_id: person.id, way: 'digest' }, { way: instead })
  await recordEvent(tx, { kind: 'digest stopped', person: person.id, details: stopped, at })
  return true
}

/** Takes a stop back: all is as it was before. */
export async function resumeDigest(tx: Tx, person: PersonRow, at: number): Promise<void> {
  const row = await findDigest(tx, person.id)
  if (!row?.stopped) return
  const { notify, threads } = readJson(row.stopped)
  await wantDigest(tx, person, at)
  if (notify) await update(tx, people, { id: person.id }, { notify })
  if (threads.length > 0)
    await update(tx, followers, { person_id: person.id, thread_id: threads }, { way: 'digest' })
}

function mustSuit(person: PersonRow, way: Way): void {
  if (!waysFor(person).includes(way))
    throw new Refused('bad-input', 'Only users have an inbox here. Choose mail, digest or nothing.')
}
