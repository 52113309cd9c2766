import { readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { InboundRow, InboundState } from '../../store/tables/mailbag.ts'

/** The received mails as lists: which there are, by what somebody asks for. */
export type InboundFilter = {
  state?: InboundState | undefined
  messageId?: string | undefined
  /** A part of an address of either side, in any case. */
  address?: string | undefined
  /** Only mails older than this one, to page back. */
  before?: string | undefined
  /** Only this mail and newer ones. */
  since?: string | undefined
}

const BOTH_SIDES = `coalesce(mail_from, '') || ' ' || recipients`

/** Received mails, newest first. */
export async function listInbound(
  reader: Reader,
  { limit, ...filter }: InboundFilter & { limit: number },
): Promise<InboundRow[]> {
  const { text, values } = conditionOf(filter)
  return reader.all<InboundRow>(
    `select * from inbound ${text} order by id desc limit $${values.length + 1}`,
    [...values, limit],
  )
}

/** The id of the mail at a place among those of a filter, counted from the newest; null where there are not as many. */
export async function idAtPlace(
  reader: Reader,
  filter: InboundFilter,
  place: number,
): Promise<string | null> {
  const { text, values } = conditionOf(filter)
  const found = await reader.one<{ id: string }>(
    `select id from inbound ${text} order by id desc limit 1 offset $${values.length + 1}`,
    [...values, place - 1],
  )
  return found?.id ?? null
}

/** What a mail has shown of where it comes from, as it was last read; null where nobody asked. */
export function authenticationOf(mail: InboundRow): object | null {
  const read = readJson(mail.trace).findLast(({ step }) => step === 'read')
  return (read?.details as { authentication?: object } | undefined)?.authentication ?? null
}

/** Only what is asked for stands in the statement, so that the index for it is used. */
function conditionOf(filter: InboundFilter): { text: string; values: string[] } {
  const address = filter.address?.toLowerCase().replace(/[%_!]/g, (sign) => `!${sign}`)
  const asked: [string | undefined, (place: string) => string][] = [
    [filter.state, (place) => `state = ${place}`],
    [filter.messageId, (place) => `message_id = ${place}`],
    [filter.before, (place) => `id < ${place}`],
    [filter.since, (place) => `id >= ${place}`],
    [address && `%${address}%`, (place) => `lower(${BOTH_SIDES}) like ${place} escape '!'`],
  ]
  const given = asked.filter((one): one is [string, (place: string) => string] => Boolean(one[0]))
  const conditions = given.map(([, condition], index) => condition(`$${index + 1}`))
  return {
    text: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    values: given.map(([value]) => value),
  }
}
