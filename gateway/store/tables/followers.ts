import { type Json, table } from '../rows.ts'
import type { Way } from './people.ts'

/** Why somebody follows or is told: one closed list for footer, header, web and command line. */
export type Reason =
  | 'assignee'
  | 'mention'
  | 'addressee'
  | 'follower_creator'
  | 'follower_customer'
  | 'follower_reply'
  | 'follower_cc'
  | 'follower_rule'
  | 'follower_hand'
  | 'follower_parent'
  | 'digest'
  | 'account'

export type FollowerRow = {
  id: number
  thread_id: number
  person_id: number
  /** Codes of the subtypes they hear of; null: the defaults of the record type. */
  subtypes: Json<string[]> | null
  reason: Reason
  added_by: number | null
  since: number
  /** Set when they left; an automatic rule does not bring them back. */
  left_at: number | null
  /** The user who took them out; null where they left by themselves. */
  removed_by: number | null
  muted_until: number | null
  /** How they hear of this thread; null: as of all others. */
  way: Way | null
  /** The thread by which they came: they follow the record that this one is linked to. */
  parent_thread_id: number | null
}

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'deferred' | 'failed' | 'withdrawn'

export type Attempt = { at: number; state: DeliveryState; response: string }

/** A mail of ours to one person that is no entry of a thread: its words stand in the catalogues, under `letters`. */
export type Letter = {
  words:
    | 'sign-in'
    | 'question'
    | 'receipt'
    | 'acknowledgement'
    | 'not-sent'
    | 'activity-assigned'
    | 'activities-assigned'
    | 'activity-due'
    | 'activities-overdue'
    | 'invitation'
    | 'rating'
    | 'template-test'
  /** Who it comes from, where somebody outside gets it; else from us by name. */
  from?: { name: string; address: string }
  /** What the sentences' places in braces are filled with. */
  values: Record<string, string>
  /** What somebody has written into it, before the catalogue's sentences; a line end within one is kept. */
  paragraphs?: string[]
  /** What it lists, a paragraph each. */
  lines: string[]
  /**
   * Where its buttons lead, in the order of the catalogue's labels: an address, a path of the web interface, or `answer:` and the
   * words of a mail to the record that it is about.
   */
  links: string[]
  /** The record that it is about, where nobody has written: an answer goes there, as a note. */
  about?: LetterAbout
  /** The mail that it answers; null where nobody has written. */
  answers: LetterAnswers | null
  /** It tells what only users may know: it goes to nobody who is none any more. */
  forUser?: true
  /** Written already, whole: a template as its editor sees it. */
  made?: { html: string; text: string }
}

/** `address`: the local part of its record addresses. */
export type LetterAbout = { thread: number; address: string; number: number }

export type LetterAnswers = {
  messageId: string | null
  references: string[]
  /** Its subject, with "Re:"; null: the catalogue's. */
  subject: string | null
  /** Where an answer to the letter goes; null: nowhere. */
  replyTo: string | null
}

export type DeliveryRow = {
  id: number
  /** null for letters and digests. */
  message_id: number | null
  thread_id: number | null
  /** What to write where there is no message; emptied when it is sent, since it holds a secret. */
  account_mail: Json<Letter> | null
  person_id: number
  address: string
  reason: Reason
  state: DeliveryState
  attempts: number
  due_at: number
  lease_until: number | null
  claimed_by: string | null
  response: string | null
  history: Json<Attempt[]>
  created_at: number
  ended_at: number | null
  /**
   * Words that it offers as a whole answer: a mail of one of them is a command. What stands after the word comes before the
   * reader's own: `done #17`.
   */
  offers: Json<string[]> | null
  /** A burst of changes: the first of its messages. The others wait with it and leave in one mail. */
  bundle: number | null
}

export type NotificationRow = {
  id: number
  message_id: number
  thread_id: number
  person_id: number
  way: Exclude<Way, 'nothing'>
  reason: Reason
  created_at: number
  read_at: number | null
  /** The delivery of the digest in which it went out. */
  digest_id: number | null
}

export type KeptMailRow = { delivery_id: number; source: Buffer; kept_at: number }

export const followers = table<FollowerRow>('followers')
export const deliveries = table<DeliveryRow>('deliveries')
export const notifications = table<NotificationRow>('notifications')
export const keptMails = table<KeptMailRow>('kept_mails')
