import type { DeliveryState, Reason } from '../../gateway/store/tables/followers.ts'
import type { InboundState } from '../../gateway/store/tables/mailbag.ts'

/** What our codes are called on pages. */
export const FOLLOW_REASONS: Record<Reason, string> = {
  assignee: 'it is assigned to them',
  mention: 'they were mentioned',
  addressee: 'it was sent to them',
  follower_creator: 'they opened it',
  follower_customer: 'they are the customer',
  follower_reply: 'they replied by mail',
  follower_cc: 'they were in Cc',
  follower_rule: 'a rule added them',
  follower_hand: 'somebody added them',
  account: 'it is about their account',
}

export const DELIVERY_STATES: Record<DeliveryState, { word: string; tone: Tone }> = {
  queued: { word: 'waiting to be sent', tone: 'calm' },
  sending: { word: 'being sent', tone: 'calm' },
  sent: { word: 'handed over', tone: 'good' },
  deferred: { word: 'not taken yet, tried again soon', tone: 'warn' },
  failed: { word: 'could not be delivered', tone: 'bad' },
  withdrawn: { word: 'withdrawn', tone: 'calm' },
}

export const INBOUND_STATES: Record<InboundState, { word: string; tone: Tone }> = {
  pending: { word: 'being filed', tone: 'calm' },
  filed: { word: 'filed', tone: 'good' },
  held: { word: 'held for you', tone: 'warn' },
  refused: { word: 'refused', tone: 'bad' },
  ignored: { word: 'set aside', tone: 'calm' },
  failed: { word: 'failed', tone: 'bad' },
}

export type Tone = 'calm' | 'good' | 'warn' | 'bad'

/** What each kind of evidence is called where it did not decide. */
export const EVIDENCE: Record<string, string> = {
  'in-reply-to': 'In-Reply-To',
  references: 'References',
  'named id': 'a mail that both name',
  'footer reference': 'the reference in its quote',
  'subject tag': 'the tag in its subject',
}

/** Why a mail came to this thread. */
export const RUNGS: Record<string, string> = {
  token: 'it came to this reader’s own signed reply address',
  'header token': 'a signed reply address stands in its headers',
  'in-reply-to': 'it answers a mail of this thread (In-Reply-To)',
  references: 'it names a mail of this thread (References)',
  'named id': 'it names a mail that a mail of this thread names too',
  'footer reference': 'its quote holds our signed reference to this record',
  'subject tag': 'its subject names this record, and its sender takes part here',
  'record address': 'it came to this record’s address',
  alias: 'it came to an alias',
}

export const MAIL_CLASSES: Record<string, string> = {
  'auto-reply': 'automatic reply',
  'out-of-office': 'out of office',
  bounce: 'bounce',
  delay: 'delay notice',
  complaint: 'complaint',
  receipt: 'receipt',
  list: 'mailing list',
  bulk: 'bulk mail',
  generated: 'written by a machine',
  own: 'our own mail',
}

export const WHO_MAY_POST = [
  { value: 'everyone', label: 'Everyone' },
  { value: 'contacts', label: 'Known contacts' },
  { value: 'followers', label: 'Followers of the record' },
  { value: 'users', label: 'Users only' },
] as const

export const STRANGERS = [
  { value: 'hold', label: 'Wait for an operator' },
  { value: 'new-linked', label: 'Open a new record, linked to it' },
] as const

/** Known contacts or followers of whom nothing but a From says that they wrote, where only they may post. */
export const UNPROVED = [
  { value: 'hold', label: 'Wait for an operator' },
  { value: 'accept', label: 'Are believed' },
] as const

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** The titles of what is folded in a mail. */
export const FOLDED: Record<string, string> = {
  quote: 'Quoted text',
  signature: 'Signature',
  footer: 'Footer',
  forwarded: 'Forwarded mail',
}
