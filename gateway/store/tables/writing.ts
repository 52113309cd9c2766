import { type Json, table } from '../rows.ts'
import type { MessageRow } from './threads.ts'

/** What a message said before somebody changed it. */
export type MessageVersionRow = Pick<MessageRow, 'body' | 'new_text' | 'html' | 'parts'> & {
  id: number
  message_id: number
  replaced_by: number
  replaced_at: number
}

export type MentionRow = {
  id: number
  message_id: number
  person_id: number
  /** As it stands in the text, with its sign. */
  said: string
  /** null: somebody outside, named in a note, whom nobody has confirmed yet. */
  told_at: number | null
  told_by: number | null
}

export type WrittenKind = 'message' | 'note'

/** What somebody has typed and not sent: one for each person, thread and kind. */
export type DraftRow = {
  id: number
  thread_id: number
  person_id: number
  kind: WrittenKind
  text: string
  subject: string
  recipients: string
  /** As it stands in the form. */
  send_at: string
  saved_at: number
  /** When it was sent or thrown away; what a page saves that was opened before counts no more. */
  closed_at: number | null
}

export type ScheduledRow = {
  id: number
  thread_id: number
  author_id: number
  kind: WrittenKind
  text: string
  subject: string
  recipients: string
  /** The people outside to whom a note goes, as its author has confirmed. */
  confirmed: Json<number[]>
  send_at: number
  created_at: number
  attempts: number
  /** Why it could not be sent; it waits for its author then. */
  trouble: string | null
}

/** A file of a draft or of a scheduled message. */
export type WaitingFileRow = {
  id: number
  draft_id: number | null
  scheduled_id: number | null
  sha256: string
  filename: string
  content_type: string
  size: number
}

/** Bytes that nothing may refer to any more. */
export type ErasedFileRow = { sha256: string; erased_at: number }

export type CannedRow = {
  id: number
  /** null: everybody's. */
  owner_id: number | null
  shortcut: string
  text: string
  created_by: number
  created_at: number
}

export type ReactionRow = {
  id: number
  message_id: number
  person_id: number
  emoji: string
  at: number
}

export type StarRow = { id: number; person_id: number; message_id: number; at: number }

export const messageVersions = table<MessageVersionRow>('message_versions')
export const mentions = table<MentionRow>('mentions')
export const drafts = table<DraftRow>('drafts')
export const scheduledMessages = table<ScheduledRow>('scheduled_messages')
export const waitingFiles = table<WaitingFileRow>('waiting_files')
export const erasedFiles = table<ErasedFileRow>('erased_files')
export const cannedResponses = table<CannedRow>('canned_responses')
export const reactions = table<ReactionRow>('reactions')
export const stars = table<StarRow>('stars')
