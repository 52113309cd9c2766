import type { Reading } from '../mail/reading.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import type { FreshMail, Mailbag } from './mailbag/arrival.ts'
import type { Prover } from './proof/prover.ts'
import type { ReadMail } from './routing/case.ts'
import type { Directory } from './routing/directory.ts'

/** Reads raw mails off the main thread; see gateway/mail/read-pool.ts. */
type ReadSource = (
  source: Uint8Array,
  envelope: { mailFrom: string | null; ownDomains: string[] },
) => Promise<Reading>

export type Receiver = {
  site: Site
  directory: Directory
  mailbag: Mailbag
  read: ReadSource
  prover: Prover
}

/** A mail on its way to the desk: from the mailbag, or one that the database has and that is tried again. */
export type Candidate = { mail: InboundRow; fresh: FreshMail | null }
/** `source`: the bytes that the filing must write into the database; null where they stand elsewhere. */
export type OnTheDesk = Candidate & { read: ReadMail; source: Buffer | null }
