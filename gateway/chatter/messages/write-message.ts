import type { Verdict } from '../../mail/proof/verdict.ts'
import { insertId, toJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type {
  Cause,
  Change,
  HeaderAddresses,
  MessageKind,
  MessageRow,
  TemplateUse,
  ThreadRow,
  WhyHere,
} from '../../store/tables/threads.ts'
import { messages } from '../../store/tables/threads.ts'
import { DISCUSSIONS, NOTE } from '../followers/subtypes.ts'
import { touchThread } from '../threads/threads.ts'
import { attachFiles, type FileToAttach } from './attachments.ts'

/** What somebody wants to say in a thread. Only author, text and time are needed. */
export type Draft = {
  author: PersonRow
  text: string
  at: number
  authorName?: string
  authorAddress?: string
  subject?: string
  newText?: string
  html?: string | null
  parts?: { kind: string; text: string }[]
  files?: FileToAttach[]
  /** People named by hand: mentioned, or chosen as recipients. */
  named?: number[]
  /** Those of them who were chosen as recipients, rather than mentioned. */
  addressed?: number[]
  /** So long mails to people outside wait, in milliseconds: meanwhile it can be taken back. */
  undo?: number
  audience?: MessageRow['audience']
  /** Who has passed it on: they know it. */
  broughtBy?: number
  /** Who is not told, so that machines do not keep each other awake. */
  hush?: 'outsiders' | 'everybody'
  /** What kind of update it is, where that is not what its kind says. */
  subtype?: string
  mail?: MailFacts
  /** The mail template that lays it out. */
  template?: TemplateUse
}

/** What is known of a message because it came by mail. */
export type MailFacts = {
  inbound: string
  messageId: string | null
  inReplyTo: string | null
  date: number | null
  class: string
  verified: boolean
  authentication: Verdict | null
  rung: string
  why: WhyHere
  headers: HeaderAddresses
  flaws: string[]
}

export type ChangeDraft = {
  author: PersonRow
  changes: Change[]
  subtype: string
  /** What brought it, where that is known. */
  cause?: Cause | undefined
  hush?: 'everybody'
  at: number
}

export async function writeMessage(
  tx: Tx,
  thread: ThreadRow,
  draft: Draft,
  kind: MessageKind,
  change?: ChangeDraft,
): Promise<MessageRow> {
  const row = {
    thread_id: thread.id,
    kind,
    subtype: change?.subtype ?? draft.subtype ?? (kind === 'note' ? NOTE : DISCUSSIONS),
    audience: draft.audience ?? (change ? ('users' as const) : ('everyone' as const)),
    author_id: draft.author.id,
    author_name: draft.authorName ?? draft.author.name,
    author_address: draft.authorAddress ?? '',
    subject: draft.subject ?? '',
    body: draft.text,
    new_text: draft.newText ?? draft.text,
    html: draft.html ?? null,
    parts: draft.parts ? toJson(draft.parts) : null,
    changes: change ? toJson(change.changes) : null,
    cause: change?.cause ? toJson(change.cause) : null,
    moved_from: null,
    template: draft.template ? toJson(draft.template) : null,
    created_at: draft.at,
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    ...mailColumns(draft.mail),
  }
  const message = { id: await insertId(tx, messages, row), ...row }
  if (draft.files?.length) await attachFiles(tx, message, draft.files)
  await touchThread(tx, thread.id, draft.at)
  return message
}

type MailColumns = Pick<
  MessageRow,
  | 'verified'
  | 'class'
  | 'message_id'
  | 'in_reply_to'
  | 'mail_date'
  | 'header_addresses'
  | 'flaws'
  | 'authentication'
  | 'rung'
  | 'evidence'
  | 'inbound_id'
>

function mailColumns(mail: MailFacts | undefined): MailColumns {
  return {
    verified: mail && !mail.verified ? 0 : 1,
    class: mail?.class ?? 'human',
    message_id: mail?.messageId ?? null,
    in_reply_to: mail?.inReplyTo ?? null,
    mail_date: mail?.date ?? null,
    header_addresses: mail ? toJson(mail.headers) : null,
    flaws: mail?.flaws.length ? toJson(mail.flaws) : null,
    authentication: mail?.authentication ? toJson(mail.authentication) : null,
    rung: mail?.rung ?? null,
    evidence: mail ? toJson(mail.why) : null,
    inbound_id: mail?.inbound ?? null,
  }
}

/** For where there is nothing but text: the search, scripts. */
export function changesAsText({ changes }: Pick<ChangeDraft, 'changes'>): string {
  return changes
    .map(({ label, from, to }) => `${label}: ${from || 'none'} → ${to || 'none'}`)
    .join('\n')
}
