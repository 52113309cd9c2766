import { listRecordTypes } from '../../chatter/records/record-types.ts'
import { findByNumber } from '../../chatter/records/records.ts'
import { readToken, type Token } from '../../mail/addresses.ts'
import type { Reader } from '../../store/store.ts'
import type { Destination, Routing } from './destination.ts'
import type { Rung } from './rung.ts'

const ADDRESSES_LOOKED_AT = 200

export async function tokenDestination(
  reader: Reader,
  token: Token,
  type: number | null,
  rung: Rung,
): Promise<Destination> {
  const open = type === null ? null : await findByNumber(reader, type, token.number)
  if (!open)
    return { kind: 'nowhere', address: token.address, why: 'the record of this address is gone' }
  if (token.kind === 'b') return { kind: 'bounce', token, open }
  if (token.kind === 'u') return { kind: 'unsubscribe', token, open }
  return { kind: 'thread', rung, open, token, alias: null, via: null }
}

/** Some clients answer to the address in Cc, or a forwarding server keeps the signed address only in a header. */
export async function headerTokenDestination({
  reader,
  site,
  reading,
  leads,
}: Routing): Promise<Destination | null> {
  // the signed address is a recipient of its own: it will file the mail itself
  if (leads.some((lead) => lead.kind === 'token')) return null
  const addresses = [...reading.to, ...reading.cc]
    .map((mailbox) => mailbox.address)
    .concat(reading.deliveredTo)
  for (const address of addresses.slice(0, ADDRESSES_LOOKED_AT)) {
    const token = readToken(address, site.keys)
    if (!token || token === 'forged' || token.kind === 'b' || token.kind === 'u') continue
    const type = (await listRecordTypes(reader)).find(
      (one) => one.settings.address === token.address,
    )
    const found = await tokenDestination(reader, token, type?.id ?? null, 'header token')
    if (found.kind === 'thread') return found
  }
  return null
}
