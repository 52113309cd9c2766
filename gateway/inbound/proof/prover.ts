import { isIPv6 } from 'node:net'
import { findPersonByAddress } from '../../chatter/people/people.ts'
import { clientAddress } from '../../mail/proof/client-address.ts'
import { relaysWord } from '../../mail/proof/relays-word.ts'
import { domainOf, type Verdict } from '../../mail/proof/verdict.ts'
import type { Reading } from '../../mail/reading.ts'
import type { Site } from '../../store/site.ts'
import type { InboundRow } from '../../store/tables/mailbag.ts'
import { authenticate } from './authenticate.ts'
import { openDns } from './dns.ts'
import { openImpostors } from './impostors.ts'

/** DNS has not answered yet: the mail comes again in a moment, and holds up no other meanwhile. */
export class StillProving extends Error {}

/** A mail whose author is to be proved. `closed`: it is for a place where outsiders must show who they are. */
export type ToProve = { mail: InboundRow; reading: Reading; source: Buffer; closed: boolean }

export type Prover = {
  /**
   * Whether a mail comes from the domain of its author; null where nobody need ask.
   * @throws StillProving
   */
  prove(subject: ToProve): Promise<Verdict | null>
  /** Whether a mail comes from the domain of `from`, however long DNS takes to say so: for what waits beside the way of the mails. */
  judge(mail: InboundRow, from: string, source: Buffer): Promise<Verdict>
  /** What misleads about the author, as flaws of the mail: they look like a colleague and are none. */
  doubts(reading: Reading): Promise<string[]>
  /** Resolves when a mail that threw StillProving may come again; null where it need not wait. */
  ready(id: string): Promise<unknown> | null
}

/** A batch waits no longer than this for one mail's proof. */
const PATIENCE = 300
const KEPT = 1000
/** Which of two subjects, of two recipients, of two ids the signature speaks of is anybody's guess. */
const DOUBLED = /^several-.{1,20}-fields$/

/**
 * Proofs. What a border server says costs nothing, and counts for whoever wrote. DNS is asked about mails in the names of users, and of
 * known people where outsiders must show who they are: elsewhere a proof gives them no right. One that takes longer goes on by itself,
 * and is there when the mail comes again.
 */
export function openProver(site: Site): Prover {
  const underWay = new Map<string, Promise<Verdict>>()
  const ask = openDns(site.config.DNS_SERVERS, site.clock)
  const relays = relaysIn(site.config.TRUSTED_RELAYS)
  const impostors = openImpostors(site)
  const judge = { ask, sealers: site.config.TRUSTED_SEALERS }
  const relayOf = ({ remote }: InboundRow) => relays.get(plainAddress(remote)) ?? null
  const byDns = (mail: InboundRow, from: string, source: Buffer) => {
    const relay = relayOf(mail)
    const remote = relay ? clientAddress(source, relay) : mail.remote
    return authenticate({ from, mailFrom: mail.mail_from, remote, source }, judge)
  }
  const byRelay = (mail: InboundRow, from: string | null, source: Buffer) => {
    const relay = relayOf(mail)
    const domain = from === null ? null : domainOf(from)
    return relay ? relaysWord(source, { server: relay, domain }) : null
  }
  return {
    judge: async (mail, from, source) =>
      byRelay(mail, from, source) ?? (await byDns(mail, from, source)),
    async prove({ mail, reading, source, closed }) {
      if (mail.authenticated) return null
      const [author, ...others] = reading.from
      const from = author && others.length === 0 ? author.address : null
      const word = byRelay(mail, from, source)
      if (word) return withoutDoubles(word, reading)
      if (from === null || !(await matters(site, from, closed))) return null

      const verdict = underWay.get(mail.id) ?? byDns(mail, from, source)
      underWay.set(mail.id, verdict)
      if (underWay.size > KEPT) underWay.delete(underWay.keys().next().value!)
      const known = await Promise.race([verdict, patience()])
      if (!known) throw new StillProving('DNS has not answered yet.')
      underWay.delete(mail.id)
      return withoutDoubles(known, reading)
    },
    async doubts({ from }) {
      const [author] = from
      return author && (await impostors.resembles(author)) ? ['looks-like-a-colleague'] : []
    },
    ready: (id) => underWay.get(id) ?? null,
  }
}

function withoutDoubles(verdict: Verdict, { flaws }: Reading): Verdict {
  const doubled = flaws.find((flaw) => DOUBLED.test(flaw))
  return doubled ? { ...verdict, aligned: false, trouble: doubled.replaceAll('-', ' ') } : verdict
}

function relaysIn(words: string[]): Map<string, string> {
  return new Map(
    words.map((word) => {
      const at = word.indexOf('=')
      return [plainAddress(word.slice(0, at)), word.slice(at + 1)]
    }),
  )
}

/** One form for each client: an IPv4 address may come in the form of IPv6, which itself has several. */
function plainAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(plain) ? new URL(`http://[${plain}]`).hostname : plain
}

/** Would a proof give the author anything? */
async function matters(site: Site, address: string, closed: boolean): Promise<boolean> {
  const forUsers = site.config.INTERNAL_TRUST === 'verified'
  if (!forUsers && !closed) return false
  const person = await site.store.read((reader) => findPersonByAddress(reader, address))
  return person?.kind === 'user' ? forUsers : closed && person !== null
}

function patience(): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE)
  })
}
