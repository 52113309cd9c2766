import type { FileToAttach } from '../../chatter/messages/attachments.ts'
import type { Verdict } from '../../mail/proof/verdict.ts'
import type { Mailbox, Reading } from '../../mail/reading.ts'
import type { Site } from '../../store/site.ts'
import type { InboundRow, InboundState, TraceStep } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { WhyHere } from '../../store/tables/threads.ts'
import type { Directory, Lead } from './directory.ts'
import type { Evidence } from './evidence.ts'

/** A mail that has been read and whose files are kept: all that filing needs, so that the transaction does nothing but write. */
export type ReadMail = {
  mail: InboundRow
  reading: Reading
  files: FileToAttach[]
  leads: Lead[]
  fromOurs: boolean
  /** What the mail shows of where it comes from; null where nobody asked. */
  proof: Verdict | null
}

/** One mail on the desk, with what has been found out about its author. */
export type Case = ReadMail & {
  site: Site
  /** `bounces`: what their address has on it. */
  author: { mailbox: Mailbox; certain: boolean; person: PersonRow | null; bounces: number }
  /** Has the author shown who they are; once a destination is looked at: there. */
  verified: boolean
  evidence: Evidence
  /** What blocks the author; null where nothing does. */
  blocked: string | null
  at: number
}

/** A case at one of its destinations, with why it came there. */
export type CaseHere = Case & { why: WhyHere }

/** How one destination ended. */
export type Ending = {
  state: InboundState
  reason: string | null
  step: TraceStep
  /** Had the author shown here who they are? */
  verified?: boolean
}

export function ending(state: InboundState, reason: string | null, step: TraceStep): Ending {
  return { state, reason, step }
}

export type Desk = { site: Site; directory: Directory }

/** A case whose author is a person by now. */
export type AuthorKnown = CaseHere & { person: PersonRow }
