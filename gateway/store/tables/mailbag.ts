import { type Json, table } from '../rows.ts'

/** Who may write to an alias. */
export type WhoMayPost = 'everyone' | 'contacts' | 'followers' | 'users'

/** What becomes of somebody who may not post where only followers may: they wait, or get a record of their own, linked to it. */
export type Strangers = 'hold' | 'new-linked'

/** What becomes of mail that only says that somebody who may post has written it: it waits, or its From is believed. */
export type Unproved = 'hold' | 'accept'

/** Who may write to a place, and whether outsiders must show that they are who they say. */
export type PostingRule = { who: WhoMayPost; unproved: Unproved }

export type AliasRow = {
  id: number
  /** In lower case, as it is compared. */
  address: string
  record_type_id: number | null
  record_id: number | null
  who: WhoMayPost
  strangers: Strangers
  unproved: Unproved
  defaults: Json<Record<string, string>>
  owner_id: number | null
  /** 1: who opens a record by it is told that their mail has come. */
  acknowledge: 0 | 1
  created_at: number
  last_mail_at: number | null
}

/** What becomes of mail for an address of a domain that nobody has. */
export type CatchAll = 'refuse' | 'hold' | 'alias'

export type MailDomainRow = {
  /** In lower case. */
  domain: string
  catch_all: CatchAll
  /** The alias that takes such mail, where one does. */
  alias_id: number | null
  /** 1: who mistypes an address is told which one it resembles. */
  suggests: 0 | 1
  created_at: number
}

/** The life of a received mail: pending, then one of the others, which are final until a person acts. */
export type InboundState = 'pending' | 'filed' | 'held' | 'refused' | 'ignored' | 'failed'

export type TraceStep = { at: number; step: string; details?: object }

export type InboundRow = {
  id: string
  door: string
  remote: string
  /** The reverse-path; null where the door has no envelope. */
  mail_from: string | null
  recipients: Json<string[]>
  /** The address that the door has proof of (AUTH, the dev inbox), or null. */
  authenticated: string | null
  size: number
  state: InboundState
  reason: string | null
  message_id: string | null
  class: string | null
  verified: 0 | 1
  attempts: number
  due_at: number
  received_at: number
  settled_at: number | null
  trace: Json<TraceStep[]>
}

/** The bytes: in the row when small, else in a file of the data folder. */
export type OriginalRow = { inbound_id: string; source: Buffer | null; file: string | null }

/** What is known of a held mail without believing it: text of others is made harmless before it gets here. */
export type HeldFacts = {
  receivedAt: number
  /** The address of the server that brought it; the door where there was none. */
  server: string
  /** Our addresses that it came to, none of them signed. */
  to: string[]
  subject: string
  words: string
}

/** "Did you write this?" to the person whose name a held mail bears. */
export type QuestionRow = {
  inbound_id: string
  person_id: number
  facts: Json<HeldFacts>
  asked_at: number
  answer: 'mine' | 'not mine' | null
  answered_at: number | null
}

export type BlockRow = {
  /** An address, or `@` and a domain, in lower case. */
  pattern: string
  added_by: string
  created_at: number
}

export const questions = table<QuestionRow>('questions')
export const blocks = table<BlockRow>('blocks')
export const mailDomains = table<MailDomainRow>('mail_domains')
export const aliases = table<AliasRow>('aliases')
export const inbound = table<InboundRow>('inbound')
export const originals = table<OriginalRow>('originals')
