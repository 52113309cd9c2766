import { toJson } from '../../store/rows.ts'
import type { InboundRow } from '../../store/tables/mailbag.ts'

/**
 * The mailbag: every door ends in `accept`. When it resolves, the mail is on the disk and nothing can lose it any more; only then
 * may a door say 250 (RFC 5321 section 6.1). A mail stands in the spool until the transaction that files it has brought it into the
 * database; killed in between, the next start finds it there.
 *
 * States: pending, then filed, held, refused, ignored or failed. Each of these but `held` and `failed` is final.
 */
export type Arrival = {
  door: 'smtp' | 'pipe' | 'imap' | 'http' | 'dev'
  remote: string
  mailFrom: string | null
  recipients: string[]
  authenticated: string | null
  size: number
  /** The bytes of a small mail, or the name of the file that holds a large one. */
  source: Buffer | null
  file: string | null
}

/** Mails up to this size go through the spool into the row; larger ones are streamed into a file. */
export const INLINE_SIZE = 256 * 1024

export function rowOf(
  id: string,
  arrival: Omit<Arrival, 'source' | 'file'>,
  now: number,
): InboundRow {
  return {
    id,
    door: arrival.door,
    remote: arrival.remote,
    mail_from: arrival.mailFrom,
    recipients: toJson(arrival.recipients),
    authenticated: arrival.authenticated,
    size: arrival.size,
    state: 'pending',
    reason: null,
    message_id: null,
    class: null,
    verified: 0,
    attempts: 0,
    due_at: now,
    received_at: now,
    settled_at: null,
    trace: toJson([]),
  }
}

/** A mail that is kept and not in the database yet. */
export type FreshMail = {
  mail: InboundRow
  file: string | null
  /** Found again after a crash: its filing may have been committed before. */
  adopted: boolean
  source(): Promise<Buffer>
}

export type Mailbag = {
  newId(): string
  /** @returns the mail's id, once the mail is safe */
  accept(arrival: Arrival, id?: string): Promise<string>
  fresh(id: string): FreshMail | null
  /** The mail is in the database now. */
  broughtIn(id: string): void
  /** Takes over what dead processes had kept. @returns the ids */
  adopt(): Promise<string[]>
  /** How many mails are kept and not filed yet. */
  backlog(): number
  crowd(): number
  close(): Promise<void>
}
