import { Refused } from '../../lib/errors.ts'
import { find, insert, insertNew, readJson, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type DigestRow, digests } from '../../store/tables/digests.ts'
import { deliveries } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { addressInUse, findPerson } from '../people/people.ts'
import { type DigestTimes, nextDigest, USUAL_TIMES } from './digest-times.ts'

/** Digests: what somebody hears of, in one mail, when they want it. What stands in one is read when it leaves: `digest-entries.ts`. */
const PEOPLE_A_ROUND = 50

export async function findDigest(reader: Reader, person: number): Promise<DigestRow | null> {
  return find(reader, digests, { person_id: person })
}

export function timesOf(row: DigestRow | null): DigestTimes {
  return row ? { every: row.every, hour: row.hour, days: readJson(row.days) } : USUAL_TIMES
}

/** Says when a person's digest comes; who has none yet gets one. @throws Refused for times that never come */
export async function setDigest(
  tx: Tx,
  person: PersonRow,
  { times, at }: { times: DigestTimes; at: number },
): Promise<void> {
  const days = [...new Set(times.days)].toSorted((one, other) => one - other)
  if (days.length === 0 || days.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    throw new Refused('bad-input', 'A digest needs at least one day of the week, 1 to 7.')
  if (!Number.isInteger(times.hour) || times.hour < 0 || times.hour > 23)
    throw new Refused('bad-input', 'An hour is a number from 0 to 23.')
  const row = {
    every: times.every,
    hour: times.hour,
    days: toJson(days),
    due_at: nextDigest({ ...times, days }, person.time_zone, at),
    stopped: null,
    stopped_at: null,
  }
  const added = await insertNew(tx, digests, { person_id: person.id, ...row })
  if (!added) await update(tx, digests, { person_id: person.id }, row)
}

/** Lets a person have a digest at the times that they have set, or the usual ones; a stop counts no more. */
export async function wantDigest(tx: Tx, person: PersonRow, at: number): Promise<void> {
  const row = await findDigest(tx, person.id)
  if (!row || row.stopped_at !== null) await setDigest(tx, person, { times: timesOf(row), at })
}

/**
 * Puts the digests that are due into the outbox; who has nothing to read gets none. Each is claimed with its next time, so that two
 * schedulers never send one twice.
 * @returns how many people were looked at
 */
export async function sendDueDigests(tx: Tx, now: number): Promise<number> {
  const skip = tx.dialect === 'postgres' ? 'for update skip locked' : ''
  const due = await tx.all<DigestRow>(
    `select * from digests where due_at <= $1 and stopped_at is null order by due_at limit ${PEOPLE_A_ROUND} ${skip}`,
    [now],
  )
  for (const row of due) await sendDigest(tx, row, now)
  return due.length
}

async function sendDigest(tx: Tx, row: DigestRow, now: number): Promise<void> {
  const person = (await findPerson(tx, row.person_id))!
  const due_at = nextDigest(timesOf(row), person.time_zone, now)
  await update(tx, digests, { person_id: person.id }, { due_at })
  const address = person.disabled_at === null ? await addressInUse(tx, person.id) : null
  if (!address || !(await hasNews(tx, person.id))) return
  const { id } = await insert(tx, deliveries, {
    person_id: person.id,
    address,
    reason: 'digest',
    due_at: now,
    created_at: now,
  })
  await tx.all(`update notifications set digest_id = $1 where ${WAITING} and person_id = $2`, [
    id,
    person.id,
  ])
}

const WAITING = `way = 'digest' and digest_id is null and read_at is null`

async function hasNews(reader: Reader, person: number): Promise<boolean> {
  const found = await reader.one(
    `select 1 as yes from notifications where ${WAITING} and person_id = $1 limit 1`,
    [person],
  )
  return found !== null
}
