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

/** A mail about somebody's account, which belongs to no thread. */
export type AccountMail = { template: 'sign-in'; link: string }

export type DeliveryRow = {
  id: number
  /** null for mail about an account. */
  message_id: number | null
  thread_id: number | null
  /** What to write where there is no message; emptied when it is sent, since it holds a secret. */
  account_mail: Json<AccountMail> | null
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
