import { type Json, table } from '../rows.ts'

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
}

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'deferred' | 'failed' | 'withdrawn'

export type Attempt = { at: number; state: DeliveryState; response: string }

/** A mail of ours to one person that is no entry of a thread: its words stand in the catalogues, under `letters`. */
export type Letter = {
  words: 'sign-in' | 'question' | 'receipt' | 'acknowledgement' | 'rating' | 'template-test'
  /** Who it comes from, where somebody outside gets it; else from us by name. */
  from?: { name: string; address: string }
  /** What the sentences' places in braces are filled with. */
  values: Record<string, string>
  /** What it lists, a paragraph each. */
  lines: string[]
  /** Where its buttons lead, in the order of the catalogue's labels. */
  links: string[]
  /** The mail that it answers; null where nobody has written. */
  answers: LetterAnswers | null
  /** It tells what only users may know: it goes to nobody who is none any more. */
  forUser?: true
  /** Written already, whole: a template as its editor sees it. */
  made?: { html: string; text: string }
}

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
  /** null for letters. */
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
  /** Words that it offers as a whole answer: a mail of one of them is a command. */
  offers: Json<string[]> | null
}

export type NotificationRow = {
  id: number
  message_id: number
  thread_id: number
  person_id: number
  way: 'email' | 'inbox' | 'digest'
  reason: Reason
  created_at: number
  read_at: number | null
}

export type KeptMailRow = { delivery_id: number; source: Buffer; kept_at: number }

export const followers = table<FollowerRow>('followers')
export const deliveries = table<DeliveryRow>('deliveries')
export const notifications = table<NotificationRow>('notifications')
export const keptMails = table<KeptMailRow>('kept_mails')
