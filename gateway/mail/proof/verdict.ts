import { domainToASCII } from 'node:url'
import { splitAddress } from '../addresses.ts'

/** What a mail shows of where it comes from. */
export type Verdict = {
  /** The domain of its From has shown that it sent it. */
  aligned: boolean
  /** Who looked: this gateway, by DNS, or a border server whose word is believed. */
  by: 'dns' | 'relay'
  /** The border server's name. */
  relay?: string
  spf: string
  dkim: { domain: string; result: string }[]
  dmarc: string
  /** The chain of those who passed the mail on, and who sealed it last (RFC 8617); absent where it was not looked at. */
  arc?: { result: string; sealer: string }
  /** Why there is no more to say, where something went wrong. */
  trouble: string | null
}

export function noVerdict(trouble: string): Verdict {
  return { aligned: false, by: 'dns', spf: 'none', dkim: [], dmarc: 'none', trouble }
}

/** The domain of an address in the form that DNS knows; null for what is no address (RFC 5891 section 5). */
export function domainOf(address: string): string | null {
  const parts = splitAddress(address)
  return parts && (asciiDomain(parts.domain) || null)
}

/** Do two names mean the same domain, whichever form of a name in other letters each is written in? */
export function sameDomain(one: string, other: string): boolean {
  const name = asciiDomain(one)
  return name !== '' && name === asciiDomain(other)
}

function asciiDomain(name: string): string {
  return domainToASCII(name)
}
