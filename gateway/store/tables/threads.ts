import type { Verdict } from '../../mail/proof/verdict.ts'
import { type Json, table } from '../rows.ts'

export type FieldKind =
  | 'text'
  | 'long-text'
  | 'number'
  | 'money'
  | 'date'
  | 'date-time'
  | 'selection'
  | 'stage'
  | 'boolean'
  | 'person'
  | 'link'

export type Field = {
  code: string
  label: string
  kind: FieldKind
  tracked: boolean
  /** Of a selection. */
  options?: string[]
  /** Of money: what an amount without a currency is in. */
  currency?: string
  /** Of money: each value may name a currency of its own. */
  anyCurrency?: boolean
  /** Of money: what amounts without a currency in the store are in; the field's currency may have become another since. */
  storedIn?: string
  /** Of a link: the code of the record type that it leads to; without it: any. */
  linkTo?: string
  /** What a change of it is a kind of, where it is not a mere note. */
  subtype?: string
  /** Taken out of the type; values of records are kept, and can be read. */
  removed_at?: number
}

export type Stage = {
  code: string
  label: string
  closed?: boolean
  /** What moving a record here is a kind of, where "Stage changed" says too little. */
  subtype?: string
  /** The template that the customer gets when a record comes here. */
  template?: string
  removed_at?: number
}

export type TypeSettings = {
  /** The local part of record addresses, as in task+123@. */
  address: string
  whoMayPost: 'everyone' | 'contacts' | 'followers' | 'users'
  /** What becomes of strangers where only followers may post; `hold` where it was never set. */
  strangers?: 'hold' | 'new-linked'
  /** Whether outsiders are believed without proof where not everyone may post; `hold` where it was never set. */
  unproved?: 'hold' | 'accept'
  /** What a user's mail is where nothing says otherwise; without it: a message. */
  userMail?: 'message' | 'note'
  /** Automatic follow rules that are switched on. */
  follow: {
    creator: boolean
    assignee: boolean
    customer: boolean
    replier: boolean
    mentioned?: boolean
  }
  /** What an answer does to a record that is not worked on any more; types of old installations do not have it. */
  answers?: AnswerRules
  /** Of new money fields; without it: EUR. */
  currency?: string
  /** `none`: subjects of new threads do not begin with the reference. */
  subjectTag?: '' | 'none'
  /** Is the customer asked how it went when a record closes? */
  rating?: boolean
}

/** `reopen`: it is worked on again; `keep`: the answer is filed, and no more; `new linked`: the answer opens a record of its own. */
export type AnswerRule = 'reopen' | 'keep' | 'new linked'

export type AnswerRules = { closed: AnswerRule; archived: AnswerRule; deleted: AnswerRule }

export type RecordTypeRow = {
  id: number
  code: string
  label: string
  plural: string
  /** The letters of a record's reference, as T in T-42. */
  prefix: string
  fields: Json<Field[]>
  stages: Json<Stage[]>
  settings: Json<TypeSettings>
  next_number: number
  position: number
  created_at: number
  /** No new records of it; those there are stay as they are. */
  removed_at: number | null
}

export type SubtypeRow = {
  id: number
  /** null: for every record type. */
  record_type_id: number | null
  code: string
  label: string
  internal: 0 | 1
  default_on: 0 | 1
  position: number
  /** Not offered to followers: it exists for rules and for those who have it. */
  hidden: 0 | 1
  /** Who hears of this hears, in each record of that type that is linked to theirs, of this subtype of it. */
  heard_type_id: number | null
  heard_code: string | null
  /** The field that holds the link; null: the record's own. */
  heard_by: string | null
}

export type ActivityTypeRow = {
  id: number
  record_type_id: number | null
  name: string
  icon: string
  summary: string
  note: string
  delay_count: number
  delay_unit: 'days' | 'weeks' | 'months'
  delay_from: 'now' | 'previous'
  assignee_id: number | null
  next_type_id: number | null
  chaining: 'suggest' | 'trigger'
  /** Of those that the gateway itself plans with, such as `meeting`: they cannot be removed. */
  code: string | null
  /** How it is marked whatever its date: for what is out of the ordinary. */
  decoration: '' | 'warning' | 'danger'
  category: 'default' | 'upload' | 'phone' | 'meeting'
  /** Are done ones still listed with the record? Its thread tells of them anyway. */
  keep_done: 0 | 1
  position: number
  removed_at: number | null
}

export type ThreadRow = {
  id: number
  /** The type of the record that the thread belongs to: it decides which subtypes there are. */
  record_type_id: number | null
  /** Frozen at creation: mail clients thread by it. */
  subject: string
  created_at: number
  last_message_at: number
  message_count: number
}

/** An amount in a currency that is not the one its field is stored in. */
export type Money = { amount: number; currency: string }

/**
 * A value in its normal form: text and selection as text; number, and money in its field's currency, as number; other money with its
 * currency; a date as 2026-01-31; a date-time as milliseconds; a stage as its code; a person as an id; a link as a reference.
 */
export type FieldValue = string | number | boolean | Money | null

export type FieldValues = Record<string, FieldValue>

/** Since when a record is in its stage, how long it was in others, and the open stage that it was closed from. */
export type StageTimes = { since: number; spent: Record<string, number>; open?: string }

export type RecordRow = {
  id: number
  record_type_id: number
  number: number
  thread_id: number
  name: string
  stage: string | null
  assignee_id: number | null
  customer_id: number | null
  linked_record_id: number | null
  field_values: Json<FieldValues>
  /** null for records that are older than the column and have not moved since. */
  stage_times: Json<StageTimes> | null
  created_by: number | null
  created_at: number
  closed_at: number | null
  /** The record that took over; mail for this one goes there. */
  merged_into: number | null
  archived_at: number | null
  deleted_at: number | null
}

export type MessageKind = 'message' | 'note' | 'change'

/**
 * One value of a change: `from` and `to` as texts for everybody; of tracked fields also the kind and the values in their normal form,
 * from which each reader gets them in their own language, zone and form.
 */
export type Change = {
  field: string
  label: string
  from: string
  to: string
  kind?: FieldKind
  was?: FieldValue
  is?: FieldValue
}

/** By which door a change came. `answer`: somebody's mail woke the record. */
export type Door = 'web' | 'mail' | 'answer' | 'command line' | 'api' | 'import' | 'rule'

/** What brought a change: the door; of an import or a rule its name, and who started it. */
export type Cause = { door: Door; name?: string; startedBy?: string }

export type HeaderAddresses = { to: string[]; cc: string[]; replyTo: string[] }

/** A piece of evidence that did not decide, where it pointed, and why it lost. */
export type Loser = { rung: string; to: string; why: string }

/**
 * Why a mail is where it is, besides the rung: the addresses it came by, the domain whose catch-all took it, the record it was sent to,
 * what else it named, and who passed it on.
 */
export type WhyHere = {
  by: string[]
  caughtIn?: string
  via?: string
  losers: Loser[]
  forwardedBy?: string
}

export type MessageRow = {
  id: number
  thread_id: number
  kind: MessageKind
  subtype: string
  /** `users`: a newcomer's message, which outsiders do not get until a user lets the newcomer in. */
  audience: 'everyone' | 'users'
  author_id: number
  author_name: string
  author_address: string
  verified: 0 | 1
  class: string
  /** The mail's Message-ID without brackets; null for what was written here. */
  message_id: string | null
  in_reply_to: string | null
  mail_date: number | null
  subject: string
  body: string
  new_text: string
  html: string | null
  parts: Json<{ kind: string; text: string }[]> | null
  header_addresses: Json<HeaderAddresses> | null
  changes: Json<Change[]> | null
  /** Of a change: what brought it. */
  cause: Json<Cause> | null
  flaws: Json<string[]> | null
  /** What the mail has shown of where it comes from; null where nobody asked. */
  authentication: Json<Verdict> | null
  rung: string | null
  evidence: Json<WhyHere> | null
  /** The threads it stood in before somebody moved it. */
  moved_from: Json<number[]> | null
  inbound_id: string | null
  created_at: number
  edited_at: number | null
  /** Its content is erased since; that it was there stays. */
  deleted_at: number | null
  deleted_by: number | null
  /** The mail template that lays it out; null for what somebody wrote. */
  template: Json<TemplateUse> | null
}

/** Which versions of a template a message was sent with, by language, and what they were filled with. */
export type TemplateUse = {
  versions: Record<string, number>
  values: object
  /** A rule has sent it. */
  automatic?: true
}

/** An id that a filed mail named, of a mail that never came here. */
export type NamedIdRow = { mail_id: string; message_id: number }

export type AttachmentRow = {
  id: number
  /** null for a file that was put to the record itself. */
  message_id: number | null
  thread_id: number
  sha256: string
  filename: string
  content_type: string
  size: number
  inline: 0 | 1
  content_id: string | null
  /** Why nobody gets it: it may do harm. An operator can let it through. */
  quarantine: string | null
  /** Who put it to the record; null for files of messages. */
  added_by: number | null
  added_at: number | null
  removed_by: number | null
  removed_at: number | null
}

export type EventRow = {
  id: number
  kind: string
  thread_id: number | null
  message_id: number | null
  person_id: number | null
  details: Json<object>
  at: number
  /** When the rules were asked about it; null: not yet. */
  looked_at: number | null
}

export const recordTypes = table<RecordTypeRow>('record_types')
export const subtypes = table<SubtypeRow>('subtypes')
export const activityTypes = table<ActivityTypeRow>('activity_types')
export const threads = table<ThreadRow>('threads')
export const records = table<RecordRow>('records')
export const messages = table<MessageRow>('messages')
export const attachments = table<AttachmentRow>('attachments')
export const namedIds = table<NamedIdRow>('named_ids')
export const events = table<EventRow>('events')
