import { heldAmong } from '../gateway/chatter/commands/held-notes.ts'
import { chosenSubtypes } from '../gateway/chatter/followers/chosen-subtypes.ts'
import { type FollowerWithPerson, followersOf } from '../gateway/chatter/followers/follow.ts'
import { subtypesOf } from '../gateway/chatter/followers/subtypes.ts'
import { publishedTemplates } from '../gateway/chatter/mail-templates/templates.ts'
import { filesOfThread } from '../gateway/chatter/messages/attachments.ts'
import { readThreadPage, type ThreadEntry } from '../gateway/chatter/messages/thread-page.ts'
import { type WouldHear, whoWouldHear } from '../gateway/chatter/messages/who-would-hear.ts'
import {
  addressOf,
  findPerson,
  listPeople,
  type PersonWithAddress,
} from '../gateway/chatter/people/people.ts'
import { ratingsOf } from '../gateway/chatter/ratings/ratings.ts'
import { alsoIn } from '../gateway/chatter/records/also-in.ts'
import { namesIn } from '../gateway/chatter/records/field-values.ts'
import { mayBelongTo, type Older } from '../gateway/chatter/records/may-belong.ts'
import { heirOf, mergedInto } from '../gateway/chatter/records/merge.ts'
import {
  findById,
  type OpenRecord,
  recordByReference,
  referenceOf,
  valuesOf,
} from '../gateway/chatter/records/records.ts'
import type { Reader } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import type { RatingRow } from '../gateway/store/tables/ratings.ts'
import type { MailTemplateRow } from '../gateway/store/tables/templates.ts'
import type { AttachmentRow, FieldValues, SubtypeRow } from '../gateway/store/tables/threads.ts'
import { type ActivityReading, readActivities } from './activity-reading.ts'
import type { Here } from './views/times.ts'
import { readWriting, type WritingReading } from './writing-reading.ts'

export type ShownFollower = FollowerWithPerson & { chosen: string[] }

/** All that the page of one record shows. */
export type RecordReading = {
  open: OpenRecord
  reference: string
  values: FieldValues
  /** Of the people in values. */
  names: Map<number, string>
  assignee: PersonRow | null
  customer: PersonRow | null
  customerAddress: string
  linkedTo: string | null
  /** The record that took over, at the end of all merges. */
  mergedInto: string | null
  mergedHere: string[]
  /** Older records with the same subject and customer: a suggestion. */
  mayBelongTo: Older[]
  users: PersonWithAddress[]
  everybody: PersonWithAddress[]
  followers: ShownFollower[]
  offered: SubtypeRow[]
  entries: ThreadEntry[]
  /** The other records of a mail, by the message's id. */
  alsoIn: Map<number, string[]>
  /** Notes that were kept internal until their author says more: why, by the message's id. */
  held: Map<number, string | null>
  hasEarlier: boolean
  /** There are newer entries than those shown. */
  hasLater: boolean
  files: AttachmentRow[]
  activities: ActivityReading
  /** Published templates of its type. */
  templates: MailTemplateRow[]
  ratings: RatingRow[]
  hearing: { message: WouldHear[]; note: WouldHear[] }
  writing: WritingReading
}

/** What the page of a record is made of: the reading, and who looks at it. */
export type RecordView = RecordReading & {
  viewer: PersonRow
  token: string
  here: Here
  mailAddress: string
  /** Showing earlier entries, not the newest. */
  isPaged: boolean
}

/** Reads a record's page in one snapshot. @throws Refused where there is no such record */
export async function readRecordPage(
  reader: Reader,
  wanted: {
    reference: string
    before?: number | undefined
    at?: number | undefined
    viewer: PersonRow
    now: number
  },
): Promise<RecordReading> {
  const open = await recordByReference(reader, wanted.reference)
  const { record, thread, type } = open
  const heir = await heirOf(reader, open)
  const offered = await subtypesOf(reader, type.id)
  const followers = await followersOf(reader, thread.id)
  const everybody = (await listPeople(reader)).filter((person) => person.disabled_at === null)
  const linked =
    record.linked_record_id === null ? null : await findById(reader, record.linked_record_id)
  const customer = record.customer_id === null ? null : await findPerson(reader, record.customer_id)
  const page = await readThreadPage(reader, thread.id, wanted)
  const mails = page.entries.filter((one) => one.inbound_id !== null).map((one) => one.id)
  const notes = page.entries.filter((one) => one.kind === 'note').map((one) => one.id)
  const draft = { author: wanted.viewer, at: wanted.now }
  const entries = page.entries.map((one) => one.id)
  return {
    open,
    reference: referenceOf(open),
    values: valuesOf(record),
    names: await namesIn(reader, type, valuesOf(record)),
    assignee: record.assignee_id === null ? null : await findPerson(reader, record.assignee_id),
    customer,
    customerAddress: customer ? await addressOf(reader, customer) : '',
    linkedTo: linked && referenceOf(linked),
    mergedInto: heir === open ? null : referenceOf(heir),
    mergedHere: await mergedInto(reader, open),
    mayBelongTo: await mayBelongTo(reader, open),
    users: everybody.filter((person) => person.kind === 'user'),
    everybody,
    followers: followers.map((follower) => ({
      ...follower,
      chosen: chosenSubtypes(follower, offered),
    })),
    offered,
    ...page,
    alsoIn: await alsoIn(reader, mails),
    held: await heldAmong(reader, notes),
    files: await filesOfThread(reader, thread.id),
    writing: await readWriting(reader, { thread: thread.id, viewer: wanted.viewer, entries }),
    activities: await readActivities(reader, open),
    templates: await publishedTemplates(reader, type.id),
    ratings: await ratingsOf(reader, thread.id),
    hearing: {
      message: await whoWouldHear(reader, thread, { ...draft, kind: 'message' }),
      note: await whoWouldHear(reader, thread, { ...draft, kind: 'note' }),
    },
  }
}
