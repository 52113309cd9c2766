import { readAuthResults } from '../../mail/proof/auth-results.ts'
import { vouchesFor } from '../../mail/proof/relays-word.ts'
import { domainOf, sameDomain } from '../../mail/proof/verdict.ts'

/** What is used of mailauth's answer on ARC: the sets of the chain, oldest first, each field as it stands. */
export type Chain = {
  status: { result: string }
  chain?: ArcSet[] | false
  signature?: Signed | false
}

type Signed = { canonBodyLengthLimited?: boolean; signingHeaders?: { keys: string } }

type ArcSet = {
  'arc-seal'?: { parsed?: { d?: { value?: unknown } } }
  'arc-authentication-results'?: { original?: Buffer | string }
}

const INSTANCE = /^[^:]{1,40}:\s{0,99}i\s{0,9}=\s{0,9}\d{1,2}\s{0,9};/

/**
 * Who sealed a mail last, and whether that is believed: the whole chain is sound, its last sealer is one that an admin trusts, and this
 * one saw that the author's domain had sent the mail. RFC 8617 section 5.2.
 */
export function readSeal(
  { status, chain, signature }: Chain,
  { from, sealers }: { from: string; sealers: string[] },
): { sealer: string; believed: boolean } | null {
  const last = chain ? chain.at(-1) : undefined
  if (!last) return null
  const sealer = String(last['arc-seal']?.parsed?.d?.value ?? '')
  const trusted = sealers.some((one) => sameDomain(one, sealer))
  const believed = trusted && status.result === 'pass' && coversAll(signature) && saw(last, from)
  return { sealer, believed }
}

/** What the last sealer signed of the mail itself: its author, its subject, its whole body. */
function coversAll(signature: Signed | false | undefined): boolean {
  if (!signature || signature.canonBodyLengthLimited) return false
  const signed = (signature.signingHeaders?.keys ?? '').toLowerCase().split(': ')
  return signed.includes('from') && signed.includes('subject')
}

function saw(set: ArcSet, from: string): boolean {
  const field = String(set['arc-authentication-results']?.original ?? '')
  const instance = INSTANCE.exec(field)?.[0]
  const domain = domainOf(from)
  if (instance === undefined || domain === null) return false
  const said = readAuthResults(field.slice(instance.length).replace(/\r?\n(?=[ \t])/g, ''))
  return said !== null && vouchesFor(said.results, domain)
}
