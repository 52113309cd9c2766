import { readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { InboundRow, TraceStep } from '../../store/tables/mailbag.ts'
import { findInbound } from './received.ts'
import { type InboundFilter, idAtPlace, listInbound } from './received-list.ts'

/** A received mail with its lists opened, for the mail log and the page of one mail. */
export type LoggedMail = Omit<InboundRow, 'recipients' | 'trace'> & {
  recipients: string[]
  trace: TraceStep[]
}

const MAILS_A_PAGE = 100
/** No index helps to find a part of an address: so many mails are read for one page at most. */
const LOOK_THROUGH = 10_000

/**
 * One page of the log, newest first.
 * @returns older: the id to go on before; null where the log ends
 */
export async function readMailLog(
  reader: Reader,
  { lookThrough = LOOK_THROUGH, ...filter }: InboundFilter & { lookThrough?: number },
): Promise<{ mails: LoggedMail[]; older: string | null }> {
  const { address, ...others } = filter
  const horizon = address ? await idAtPlace(reader, others, lookThrough) : null
  const wanted = { ...filter, since: horizon ?? undefined, limit: MAILS_A_PAGE + 1 }
  const rows = await listInbound(reader, wanted)
  const mails = rows.slice(0, MAILS_A_PAGE).map(opened)
  return { mails, older: rows.length > MAILS_A_PAGE ? mails.at(-1)!.id : horizon }
}

export async function findLoggedMail(reader: Reader, id: string): Promise<LoggedMail | null> {
  const row = await findInbound(reader, id)
  return row && opened(row)
}

function opened(row: InboundRow): LoggedMail {
  return { ...row, recipients: readJson(row.recipients), trace: readJson(row.trace) }
}
