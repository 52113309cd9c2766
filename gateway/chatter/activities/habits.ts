import { Refused } from '../../lib/errors.ts'
import { hashToken, randomToken } from '../../lib/ids.ts'
import { find, insertNew, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ActivityHabitRow, activities, activityHabits } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { addressInUse, findPerson, isUser } from '../people/people.ts'
import { nextWorkingHour, reminderAt } from './due.ts'

/** When each user hears of their activities, and the calendar that their programs read. */
export type Habits = Pick<ActivityHabitRow, 'hour' | 'working_days' | 'digest' | 'feed_made_at'>

const USUAL: Habits = { hour: 8, working_days: '12345', digest: 1, feed_made_at: null }

export async function habitsOf(reader: Reader, person: number): Promise<Habits> {
  return (await find(reader, activityHabits, { person_id: person })) ?? USUAL
}

/** From the first activity on, somebody's working days are looked at. */
export async function keepHabitsOf(tx: Tx, person: PersonRow, at: number): Promise<Habits> {
  const digestAt = nextWorkingHour(USUAL, { zone: person.time_zone, now: at })
  await insertNew(tx, activityHabits, { person_id: person.id, digest_at: digestAt })
  return habitsOf(tx, person.id)
}

/** @throws Refused for an hour that no day has, or days that no week has */
export async function changeHabits(
  tx: Tx,
  person: PersonRow,
  { hour, working_days, digest, at }: Omit<Habits, 'feed_made_at'> & { at: number },
): Promise<void> {
  if (!Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new Refused('bad-input', 'An hour is a number from 0 to 23.')
  if (!/^1?2?3?4?5?6?7?$/.test(working_days))
    throw new Refused('bad-input', 'Working days are digits from 1 (Monday) to 7, such as 12345.')
  await keepHabitsOf(tx, person, at)
  const digestAt = nextWorkingHour({ hour, working_days }, { zone: person.time_zone, now: at })
  const changes = { hour, working_days, digest, digest_at: digestAt }
  await update(tx, activityHabits, { person_id: person.id }, changes)
  await remindAnew(tx, person, { hour, at })
}

/** What somebody still has to be reminded of, at their new hour. */
async function remindAnew(
  tx: Tx,
  { id, time_zone: zone }: PersonRow,
  { hour, at }: { hour: number; at: number },
): Promise<void> {
  const waiting = await tx.all<{ due_on: string }>(
    'select distinct due_on from activities where assignee_id = $1 and ended_at is null and remind_at is not null',
    [id],
  )
  for (const { due_on } of waiting) {
    const remindAt = reminderAt(due_on, { hour, zone, now: at })
    const which = { assignee_id: id, ended_at: null, due_on }
    await update(tx, activities, which, { remind_at: remindAt })
  }
}

/** Where letters about activities go; null for who is no user any more, wants none, or whose mail comes back. */
export async function letterAddress(reader: Reader, person: PersonRow): Promise<string | null> {
  const wantsMail = person.notify === 'email' || person.notify === 'digest'
  return isUser(person) && wantsMail ? addressInUse(reader, person.id) : null
}

/**
 * Makes the secret part of a calendar's address; the one before ends. Only its hash is kept.
 * @returns the secret, shown once
 */
export async function makeFeed(tx: Tx, person: PersonRow, at: number): Promise<string> {
  const secret = randomToken()
  await keepHabitsOf(tx, person, at)
  const feed = { feed_hash: hashToken(secret), feed_made_at: at }
  await update(tx, activityHabits, { person_id: person.id }, feed)
  return secret
}

export async function endFeed(tx: Tx, person: PersonRow): Promise<void> {
  const none = { feed_hash: null, feed_made_at: null }
  await update(tx, activityHabits, { person_id: person.id }, none)
}

/** Whose calendar a secret opens. @throws Refused for one that is none, was ended, or is of no user any more */
export async function ownerOfFeed(reader: Reader, secret: string): Promise<PersonRow> {
  const found = await find(reader, activityHabits, { feed_hash: hashToken(secret) })
  const person = found && (await findPerson(reader, found.person_id))
  if (!person || !isUser(person)) throw new Refused('not-found')
  return person
}
