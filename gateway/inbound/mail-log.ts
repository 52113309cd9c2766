import { readJson } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import type { InboundRow, InboundState, TraceStep } from '../store/tables/mailbag.ts'
import { findInbound, listInbound } from './received.ts'

/** A received mail with its lists opened, for the mail log and the page of one mail. */
export type LoggedMail = Omit<InboundRow, 'recipients' | 'trace'> & {
  recipients: string[]
  trace: TraceStep[]
}

const MAILS_A_PAGE = 100

export async function readMailLog(
  reader: Reader,
  filter: { state?: InboundState | undefined; messageId?: string | undefined },
): Promise<LoggedMail[]> {
  return (await listInbound(reader, { ...filter, limit: MAILS_A_PAGE })).map(opened)
}

export async function findLoggedMail(reader: Reader, id: string): Promise<LoggedMail | null> {
  const row = await findInbound(reader, id)
  return row && opened(row)
}

function opened(row: InboundRow): LoggedMail {
  return { ...row, recipients: readJson(row.recipients), trace: readJson(row.trace) }
}
