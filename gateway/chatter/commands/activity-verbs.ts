import { dayAt, showDay } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import { isMoment, type Moment, readMoment } from '../../lib/moments.ts'
import type { Tx } from '../../store/store.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'
import { type ListedActivity, plannedOn, titleOf } from '../activities/activities.ts'
import { activityTypesFor } from '../activities/activity-types.ts'
import { changeActivity } from '../activities/change.ts'
import { markDone } from '../activities/complete.ts'
import { scheduleActivity } from '../activities/schedule.ts'
import { findPerson, listPeople, type PersonWithAddress } from '../people/people.ts'
import { personNamed } from '../people/people-named.ts'
import { unquoted } from '../records/read-values.ts'
import { type OpenRecord, referenceOf } from '../records/records.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** What is planned on the record. An answer to a reminder names the activity by its number: `done #17`. */
export const ACTIVITY_VERBS: Verb[] = [
  {
    name: 'todo',
    who: 'agents',
    takes: 'type [who] [when] [text]',
    help: 'plans an activity, for you where nobody is named',
    act: plan,
  },
  {
    name: 'done',
    who: 'readers',
    takes: '[n] [text]',
    help: 'marks an activity as done, and tells what came of it',
    wordTakes: () => true,
    act: done,
  },
  {
    name: 'snooze',
    who: 'readers',
    takes: '[n] when',
    help: 'puts an activity off',
    wordTakes: isMoment,
    act: snooze,
  },
]

async function plan(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { type, rest } = await typeNamed(tx, open, order.said)
  const who = await userAtHead(tx, rest, order)
  const when = momentAtHead(who.rest, order)
  const { by, at } = order
  const activity = await scheduleActivity(tx, open, {
    type,
    by,
    at,
    ...(who.user ? { assignee: who.user.id } : {}),
    ...(when.moment ? { dueOn: dayAt(when.moment.at, (who.user ?? by).time_zone) } : {}),
    ...(when.moment?.hasTime && isClockTime(when.said) ? { startsAt: when.moment.at } : {}),
    ...(when.rest === '' ? {} : { summary: when.rest }),
  })
  const assignee = activity.assignee_id ? await findPerson(tx, activity.assignee_id) : null
  const title = titleOf({ type_name: type.name, summary: activity.summary })
  return {
    says: `#${activity.id} ${title} in ${referenceOf(open)}, due ${showDay(activity.due_on)}, for ${assignee?.name ?? 'nobody'}.`,
  }
}

/** The longest name of a type that the words begin with; quotation marks may stand around it. */
async function typeNamed(
  tx: Tx,
  open: OpenRecord,
  said: string,
): Promise<{ type: ActivityTypeRow; rest: string }> {
  const types = await activityTypesFor(tx, open.type.id)
  const plain = said.replace(/^["“„]([^"”“]{1,80})["”“]/u, '$1')
  const fitting = types
    .filter(({ name }) => beginsWith(plain, name))
    .sort((one, other) => other.name.length - one.name.length)
  const [type] = fitting
  if (type) return { type, rest: plain.slice(type.name.length).replace(/^[\s:,]+/, '') }
  const names = types.map(({ name }) => name).join(', ')
  throw new Refused('bad-input', `Plan what? Begin with one of: ${names}.`)
}

function beginsWith(said: string, name: string): boolean {
  const head = said.slice(0, name.length).toLowerCase()
  return head === name.toLowerCase() && /^(?:$|[\s:,])/.test(said.slice(name.length))
}

type Named = { user: Awaited<ReturnType<typeof findPerson>>; rest: string }

/** A user whom the first word names: me, an address, a login, or a word of a name. Any other word is text. */
async function userAtHead(tx: Tx, said: string, { by }: Order): Promise<Named> {
  const [first = '', ...others] = said.split(/\s+/)
  const word = unquoted(first).replace(/^@/, '').toLowerCase()
  const isNamed =
    word === 'me' ||
    first.includes('@') ||
    (word.length > 1 && (await listPeople(tx, word)).some((one) => isCalled(one, word)))
  if (!isNamed) return { user: null, rest: said }
  return { user: await personNamed(tx, word, { by, of: 'users' }), rest: others.join(' ') }
}

function isCalled({ kind, disabled_at, name, address }: PersonWithAddress, word: string): boolean {
  if (kind !== 'user' || disabled_at !== null) return false
  const login = address.toLowerCase().slice(0, address.lastIndexOf('@'))
  return login === word || name.toLowerCase().split(/\s+/).includes(word)
}

const LONGEST_DATE = 4

/** The most words that read as a date. */
function momentAtHead(
  said: string,
  order: Order,
): { moment: Moment | null; said: string; rest: string } {
  const words = said.split(/\s+/)
  for (let count = Math.min(LONGEST_DATE, words.length); count > 0; count--) {
    const head = words.slice(0, count).join(' ')
    const moment = momentOf(head, order)
    if (moment) return { moment, said: head, rest: words.slice(count).join(' ') }
  }
  return { moment: null, said: '', rest: said }
}

function momentOf(said: string, { by, at }: Order): Moment | null {
  try {
    return said === '' ? null : readMoment(said, { now: at, zone: by.time_zone })
  } catch (failure) {
    if (failure instanceof Refused) return null
    throw failure
  }
}

/** "in 3 days" names a day, "14:00" an hour. */
function isClockTime(said: string): boolean {
  return /\d:\d\d$/.test(said)
}

async function done(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { activity, rest } = await activityMeant(tx, open, order)
  const { by, at } = order
  const { next, suggested } = await markDone(tx, activity.id, { by, at, feedback: rest })
  const after = next
    ? ` Planned after it: #${next.id}, due ${showDay(next.due_on)}.`
    : suggested
      ? ` Usual after it: “/todo ${suggested.name}”.`
      : ''
  return { says: `#${activity.id} ${titleOf(activity)} is done.${after}` }
}

async function snooze(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { by, at } = order
  const { activity, rest } = momentOf(order.said, order)
    ? { activity: await theOnlyOne(tx, open, order), rest: order.said }
    : await activityMeant(tx, open, order)
  const moment = readMoment(rest === '' ? 'tomorrow' : rest, {
    now: order.at,
    zone: order.by.time_zone,
  })
  const dueOn = dayAt(moment.at, activity.assignee_zone ?? by.time_zone)
  await changeActivity(tx, activity.id, { dueOn, by, at })
  return { says: `#${activity.id} ${titleOf(activity)} is due ${showDay(dueOn)}.` }
}

/** The one that a number names; without a number the only one that it can be. */
async function activityMeant(
  tx: Tx,
  open: OpenRecord,
  order: Order,
): Promise<{ activity: ListedActivity; rest: string }> {
  const [, number, rest = ''] = /^#?(\d{1,15})(?:\s+([\s\S]*))?$/.exec(order.said) ?? []
  if (number === undefined) return { activity: await theOnlyOne(tx, open, order), rest: order.said }
  const planned = await plannedOn(tx, open.thread.id)
  const activity = planned.find(({ id }) => id === Number(number))
  if (activity) return { activity, rest }
  throw new Refused(
    'not-found',
    `No activity #${number} is planned in ${referenceOf(open)}. ${listed(planned)}`,
  )
}

async function theOnlyOne(tx: Tx, open: OpenRecord, { by }: Order): Promise<ListedActivity> {
  const planned = await plannedOn(tx, open.thread.id)
  const mine = planned.filter(({ assignee_id }) => assignee_id === by.id)
  const [one, ...others] = mine.length > 0 ? mine : planned
  if (one && others.length === 0) return one
  throw new Refused(
    'bad-input',
    one ? `Which one? ${listed(planned)}` : `Nothing is planned in ${referenceOf(open)}.`,
  )
}

function listed(planned: ListedActivity[]): string {
  if (planned.length === 0) return 'Nothing is.'
  const all = planned
    .slice(0, 10)
    .map(
      (one) => `#${one.id} ${titleOf(one)} (${one.assignee ?? 'nobody'}, ${showDay(one.due_on)})`,
    )
  return `There are: ${all.join('; ')}.`
}
