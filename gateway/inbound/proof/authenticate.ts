import { SECOND } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import { bodyOffset } from '../../mail/header/headers.ts'
import { noVerdict, sameDomain, type Verdict } from '../../mail/proof/verdict.ts'
import type { AskDns } from './dns.ts'
import { type Chain, readSeal } from './seal.ts'

/** `remote`: the client's address; null where nobody knows it, which no SPF can pass. */
export type Arrived = {
  from: string
  mailFrom: string | null
  remote: string | null
  source: Buffer
}
/** `sealers`: domains whose ARC seal is believed. */
export type Judge = { ask: AskDns; sealers: string[] }

const DEADLINE = 5 * SECOND
const MOST_SIGNATURES = 10
/** Three fields for each server that passed the mail on. */
const MOST_ARC_FIELDS = 30
const SHORTEST_KEY = 1024

/**
 * SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489) and ARC (RFC 8617) of a mail. Aligned is a sound DKIM signature of the author's
 * domain over the whole body and the subject, or DMARC that passes by SPF, or what a trusted sealer has seen of these. What DNS does not
 * answer in time is not verified; nothing is thrown.
 */
export async function authenticate(arrived: Arrived, judge: Judge): Promise<Verdict> {
  if (hasTooMany(arrived.source)) return noVerdict('too many signatures')
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => resolve(noVerdict('no answer in time')), DEADLINE).unref()
  })
  const verdict = judged(arrived, judge).catch((failure) => noVerdict(messageOf(failure)))
  return Promise.race([verdict, late]).finally(() => clearTimeout(timer))
}

async function judged({ from, mailFrom, remote, source }: Arrived, { ask, sealers }: Judge) {
  // loaded with the first mail that needs it: it is large, and most mails are of outsiders
  const { authenticate } = await import('mailauth')
  const found = (await authenticate(source, {
    ip: remote ?? '',
    sender: mailFrom ?? '',
    mta: 'postern',
    resolver: ask,
    minBitLength: SHORTEST_KEY,
    strict: true,
    disableArc: sealers.length === 0,
    disableBimi: true,
  })) as unknown as Found
  return verdictOf(remote === null ? { ...found, spf: false } : found, { from, remote, sealers })
}

/** What is used of mailauth's answer. */
type Found = {
  spf?: { status: { result: string } } | false
  dkim: {
    headerFrom?: string[]
    results: Signature[]
    headers?: { parsed: { key: string }[] }
  }
  dmarc?: { status: { result: string }; alignment?: { spf?: { result?: string | false } } } | false
  arc?: Chain
}

type Signature = {
  signingDomain: string
  status: { result: string; aligned?: string | false }
  canonBodyLengthLimited?: boolean
  signingHeaders?: { keys: string }
}

type Asked = { from: string; remote: string | null; sealers: string[] }

function verdictOf({ spf, dkim, dmarc, arc }: Found, { from, remote, sealers }: Asked): Verdict {
  const seal = arc ? readSeal(arc, { from, sealers }) : null
  const hasSubject = dkim.headers?.parsed.some(({ key }) => key === 'subject') ?? true
  const signed = dkim.results.some((one) => speaksForAll(one, hasSubject))
  const sent = dmarc ? signed || (remote !== null && passedBySpf(dmarc)) : false
  return {
    aligned: isSameAuthor(dkim.headerFrom ?? [], from) && (sent || seal?.believed === true),
    by: 'dns',
    spf: spf ? spf.status.result : 'none',
    dkim: dkim.results
      .filter(({ signingDomain }) => signingDomain)
      .map(({ signingDomain, status }) => ({ domain: signingDomain, result: status.result })),
    dmarc: dmarc ? dmarc.status.result : 'none',
    ...(seal && arc ? { arc: { result: arc.status.result, sealer: seal.sealer } } : {}),
    trouble: null,
  }
}

/** What we take for the author must be what was judged: RFC 7489 section 6.6.1. */
function isSameAuthor([author, ...others]: string[], from: string): boolean {
  const [judged, read] = [splitAddress(author ?? ''), splitAddress(from)]
  if (others.length > 0 || !judged || !read) return false
  return judged.local === read.local && sameDomain(judged.domain, read.domain)
}

/** A signature with l= lets anybody add to the body; one without the subject lets anybody change it. */
function speaksForAll(
  { status, canonBodyLengthLimited, signingHeaders }: Signature,
  hasSubject: boolean,
): boolean {
  const signed = (signingHeaders?.keys ?? '').toLowerCase().split(': ')
  return (
    status.result === 'pass' &&
    Boolean(status.aligned) &&
    !canonBodyLengthLimited &&
    (!hasSubject || signed.includes('subject'))
  )
}

function passedBySpf({ status, alignment }: Exclude<Found['dmarc'], false | undefined>): boolean {
  return status.result === 'pass' && Boolean(alignment?.spf?.result)
}

function hasTooMany(source: Buffer): boolean {
  const head = source.toString('latin1', 0, bodyOffset(source).body)
  const count = (field: RegExp) => head.match(field)?.length ?? 0
  return (
    count(/^dkim-signature\s{0,9}:/gim) > MOST_SIGNATURES ||
    count(/^arc-[a-z-]{1,30}\s{0,9}:/gim) > MOST_ARC_FIELDS
  )
}
