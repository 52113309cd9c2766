import { type Day, dayAt, instantOf, readDay } from '../../lib/calendar.ts'
import { DAY } from '../../lib/clock.ts'
import { addressKey } from '../../mail/addresses.ts'
import { zoneNamed } from '../../mail/parts/windows-zones.ts'
import type { Invite } from '../../mail/reading.ts'
import { list, update } from '../../store/rows.ts'
import { lockName } from '../../store/sql/lock-name.ts'
import type { Tx } from '../../store/store.ts'
import { type ActivityRow, activities } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { findPerson, findPersonByAddress, isUser, systemPerson } from '../people/people.ts'
import type { OpenRecord } from '../records/records.ts'
import { activityTypeByCode, MEETING } from './activity-types.ts'
import { cancelActivity, changeActivity } from './change.ts'
import { logMeeting, logUnproved } from './meeting-log.ts'
import { cleanLine, planActivity } from './schedule.ts'

/** An invitation that has come with a mail which is filed in a record. */
export type Invitation = {
  invite: Invite
  open: OpenRecord
  /** The author of the mail, and the address it came from. */
  author: PersonRow
  address: string
  /** Have they shown who they are? */
  verified: boolean
  at: number
}

/** Meetings that mails may plan on one record: a calendar gone wild ends here. */
const MOST_BY_MAIL = 20
const LONGEST_UID = 400

/**
 * Plans the meeting of an invitation, moves it or cancels it, by its UID. Anybody's invitation may plan one; a planned one is moved or
 * cancelled only by who sent it, who holds it or a user, and only where they have shown who they are. RFC 5546 sections 3.2.2, 3.2.5.
 * @returns what became of it, for the trace; null where there is nothing to do
 */
export async function obeyInvitation(tx: Tx, invitation: Invitation): Promise<string | null> {
  const { invite } = invitation
  const uid = invite.uid.slice(0, LONGEST_UID)
  if (uid === '' || !['REQUEST', 'PUBLISH', 'CANCEL'].includes(invite.method)) return null
  await lockName(tx, `meeting ${uid}`)
  const known = await list(tx, activities, { where: { meeting_uid: uid }, order: 'id', limit: 100 })
  const planned = known.filter(({ ended_at }) => ended_at === null)
  const here = planned.find(({ thread_id }) => thread_id === invitation.open.thread.id)
  const mine = here ?? planned.find((one) => mayMove(one, invitation))
  if (mine) return change(tx, mine, invitation)
  if (invite.method === 'CANCEL' || invite.instance !== null) return null
  const ended = known.filter((one) => one.thread_id === invitation.open.thread.id)
  if (ended.some((one) => (one.meeting_sequence ?? 0) >= invite.sequence)) return null
  return plan(tx, { ...invitation, invite: { ...invite, uid } })
}

function mayMove(
  { inviter_id, organizer }: ActivityRow,
  { author, address, verified }: Invitation,
): boolean {
  if (!verified) return false
  return isUser(author) || author.id === inviter_id || addressKey(address) === organizer
}

async function change(tx: Tx, planned: ActivityRow, invitation: Invitation): Promise<string> {
  const { invite, at } = invitation
  const name = `#${planned.id}`
  if (invite.sequence < (planned.meeting_sequence ?? 0)) return `${name} is newer than this`
  if (invite.instance !== null) return `${name} is a series, of which this is one`
  const assignee = planned.assignee_id === null ? null : await findPerson(tx, planned.assignee_id)
  const isCancelled = invite.method === 'CANCEL'
  const told = isCancelled ? null : toldOf(invite, assignee?.time_zone ?? 'UTC')
  if (!isCancelled && (!told || isAsTold(planned, told))) return `${name} is as this says`
  const by = await systemPerson(tx, at)
  const log = { by, at, zone: assignee?.time_zone ?? 'UTC' }
  if (!mayMove(planned, invitation)) {
    await logUnproved(tx, planned, { ...log, isCancelled })
    return `${name} stays: nothing shows that who holds it wrote this`
  }
  if (!told) {
    await cancelActivity(tx, planned.id, { by, at })
    await logMeeting(tx, planned, { ...log, now: null })
    return `${name} is cancelled`
  }
  const now = await changeActivity(tx, planned.id, { ...told, by, at })
  await update(tx, activities, { id: planned.id }, { meeting_sequence: invite.sequence })
  await logMeeting(tx, planned, { ...log, now })
  return `${name} is moved`
}

async function plan(tx: Tx, invitation: Invitation): Promise<string | null> {
  const { invite, open, author, address, at } = invitation
  const assignee = await whoseMeeting(tx, invitation)
  const zone = assignee?.time_zone ?? 'UTC'
  const told = toldOf(invite, zone)
  if (!told || (told.endsAt ?? told.startsAt ?? endOf(told.dueOn, zone)) < at) return null
  if (await isFull(tx, open)) return 'too many meetings by mail are planned here'
  const activity = await planActivity(tx, open, {
    ...told,
    type: await activityTypeByCode(tx, MEETING),
    note: noteOf(invitation, zone),
    assignee: assignee?.id ?? null,
    automatic: true,
    meeting: {
      uid: invite.uid,
      sequence: invite.sequence,
      organizer: invite.organizer ? addressKey(invite.organizer) : addressKey(address),
      inviter: author.id,
    },
    by: await systemPerson(tx, at),
    at,
  })
  return `#${activity.id} is planned`
}

/** A user who is invited; else who has the record; else the user who invites. */
async function whoseMeeting(
  tx: Tx,
  { invite, open, author }: Invitation,
): Promise<PersonRow | null> {
  const { assignee_id } = open.record
  const invited: PersonRow[] = []
  for (const address of invite.attendees.slice(0, MOST_ATTENDEES)) {
    const person = await findPersonByAddress(tx, address)
    if (person && isUser(person)) invited.push(person)
  }
  const owner = assignee_id === null ? null : await findPerson(tx, assignee_id)
  const others = [owner, author].filter((one) => one !== null && isUser(one))
  return invited.find(({ id }) => id === assignee_id) ?? invited[0] ?? others[0] ?? null
}

const MOST_ATTENDEES = 50

async function isFull(tx: Tx, { thread }: OpenRecord): Promise<boolean> {
  const planned = await tx.all(
    `select id from activities where thread_id = $1 and ended_at is null and meeting_uid is not null limit ${MOST_BY_MAIL}`,
    [thread.id],
  )
  return planned.length >= MOST_BY_MAIL
}

type Told = {
  summary: string
  place: string
  dueOn: Day
  startsAt: number | null
  endsAt: number | null
}

/** What the invitation says, in its reader's zone; null where it names no time. */
function toldOf({ summary, location, start, end, timeZone }: Invite, zone: string): Told | null {
  const allDay = start === null ? null : readDay(start)
  const zoneOfIt = timeZone === null ? null : zoneNamed(timeZone)
  const startsAt = allDay ? null : instantWritten(start, zoneOfIt ?? zone)
  if (!allDay && startsAt === null) return null
  return {
    summary: cleanLine(summary),
    place: cleanLine(location),
    dueOn: allDay ?? dayAt(startsAt!, zone),
    startsAt,
    endsAt: allDay ? null : instantWritten(end, zoneOfIt ?? zone),
  }
}

/** `2026-01-31T09:00:00`, with or without Z. */
function instantWritten(text: string | null, zone: string): number | null {
  const [, date = '', hour, minute, isUtc] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):\d{2}(Z)?$/.exec(text ?? '') ?? []
  const day = readDay(date)
  if (!day || Number(hour) > 23 || Number(minute) > 59) return null
  const clock = { hour: Number(hour), minute: Number(minute) }
  return instantOf(day, clock, isUtc ? 'UTC' : zone)
}

function isAsTold(planned: ActivityRow, { summary, place, ...told }: Told): boolean {
  return (
    planned.summary === summary &&
    planned.place === place &&
    planned.due_on === told.dueOn &&
    planned.starts_at === told.startsAt &&
    planned.ends_at === told.endsAt
  )
}

function endOf(day: Day, zone: string): number {
  return instantOf(day, { hour: 0 }, zone) + DAY
}

function noteOf({ invite, author, address, verified }: Invitation, zone: string): string {
  const { organizer, repeats, timeZone } = invite
  const isUnknown = timeZone !== null && zoneNamed(timeZone) === null
  return [
    `Invited by ${author.name} <${address}>${verified ? '' : ', which nothing proves'}.`,
    organizer && addressKey(organizer) !== addressKey(address) ? `Held by ${organizer}.` : '',
    repeats ? `It repeats (${repeats}): only its first date stands here.` : '',
    isUnknown
      ? `Its time zone "${timeZone}" is not known here: the time is read as in ${zone}.`
      : '',
  ]
    .filter((line) => line !== '')
    .map(cleanLine)
    .join('\n')
}
