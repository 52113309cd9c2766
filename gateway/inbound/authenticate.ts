import { Resolver } from 'node:dns/promises'
import { SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { splitAddress } from '../mail/addresses.ts'
import { bodyOffset } from '../mail/header/headers.ts'

/** What a mail shows of where it comes from. `aligned`: the domain of its From has shown that it sent it. */
export type Verdict = {
  aligned: boolean
  spf: string
  dkim: { domain: string; result: string }[]
  dmarc: string
  /** Why there is no more to say, where something went wrong. */
  trouble: string | null
}

export type Arrived = { from: string; mailFrom: string | null; remote: string; source: Buffer }

const DNS_TIMEOUT = 2 * SECOND
const DEADLINE = 5 * SECOND
const MOST_SIGNATURES = 10
const SHORTEST_KEY = 1024

/**
 * SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) of a mail. Aligned is a sound DKIM signature of the author's domain over the
 * whole body, or DMARC that passes by SPF. What DNS does not answer in time is not verified; nothing is thrown.
 *
 * @param servers resolvers as `address:port`; none: the system's
 */
export async function authenticate(arrived: Arrived, servers: string[]): Promise<Verdict> {
  if (countSignatures(arrived.source) > MOST_SIGNATURES) return nothing('too many signatures')
  const late = new Promise<Verdict>((resolve) => {
    setTimeout(() => resolve(nothing('no answer in time')), DEADLINE).unref()
  })
  return Promise.race([
    judge(arrived, servers).catch((failure) => nothing(messageOf(failure))),
    late,
  ])
}

async function judge({ from, mailFrom, remote, source }: Arrived, servers: string[]) {
  // loaded with the first mail that needs it: it is large, and most mails are of outsiders
  const { authenticate } = await import('mailauth')
  const dns = new Resolver({ timeout: DNS_TIMEOUT, tries: 1 })
  if (servers.length > 0) dns.setServers(servers)
  const found = (await authenticate(source, {
    ip: remote,
    sender: mailFrom ?? '',
    mta: 'postern',
    resolver: (name, type) => dns.resolve(name, type) as Promise<string[][]>,
    minBitLength: SHORTEST_KEY,
    disableArc: true,
    disableBimi: true,
  })) as unknown as Found
  return verdictOf(found, splitAddress(from)?.domain ?? '')
}

/** What is used of mailauth's answer. */
type Found = {
  spf: { status: { result: string } } | false
  dkim: { headerFrom: string[]; results: Signature[] }
  dmarc: { status: { result: string }; alignment: { spf: { result: string | false } } } | false
}

type Signature = {
  signingDomain: string
  status: { result: string; aligned?: string | false }
  canonBodyLengthLimited?: boolean
}

function verdictOf({ spf, dkim, dmarc }: Found, domain: string): Verdict {
  const [author, ...others] = dkim.headerFrom ?? []
  // what we take for the author must be what was judged: RFC 7489 section 6.6.1
  const sameAuthor = others.length === 0 && splitAddress(author ?? '')?.domain === domain
  const signed = dkim.results.some(
    ({ status, canonBodyLengthLimited }) =>
      status.result === 'pass' && Boolean(status.aligned) && !canonBodyLengthLimited,
  )
  const sentFrom =
    dmarc !== false && dmarc.status.result === 'pass' && dmarc.alignment.spf.result !== false
  return {
    aligned: sameAuthor && dmarc !== false && (signed || sentFrom),
    spf: spf ? spf.status.result : 'none',
    dkim: dkim.results.map(({ signingDomain, status }) => ({
      domain: signingDomain,
      result: status.result,
    })),
    dmarc: dmarc ? dmarc.status.result : 'none',
    trouble: null,
  }
}

function nothing(trouble: string): Verdict {
  return { aligned: false, spf: 'none', dkim: [], dmarc: 'none', trouble }
}

function countSignatures(source: Buffer): number {
  const head = source.toString('latin1', 0, bodyOffset(source).body)
  return head.match(/^(?:dkim-signature|arc-[a-z-]+):/gim)?.length ?? 0
}
