import { listAliases } from '../../chatter/aliases/aliases.ts'
import { domainOfAlias, listMailDomainRules } from '../../chatter/aliases/mail-domains.ts'
import { listRecordTypes, type RecordType } from '../../chatter/records/record-types.ts'
import { findByNumber } from '../../chatter/records/records.ts'
import { SECOND } from '../../lib/clock.ts'
import { readRecordAddress, readToken, splitAddress, type Token } from '../../mail/addresses.ts'
import type { Site } from '../../store/site.ts'
import type { AliasRow, MailDomainRow } from '../../store/tables/mailbag.ts'
import { nearestAddress } from './did-you-mean.ts'

/**
 * Where an address leads. `caughtIn`: the domain whose catch-all has led it there; `caught`: a catch-all keeps it for an operator.
 * `foreign`: not our domain. `forged`: the form of a reply address with a wrong signature. `meant`: the address that it resembles.
 */
export type Lead =
  | { kind: 'token'; token: Token; type: RecordType | null }
  | { kind: 'record'; type: RecordType; number: number }
  | { kind: 'alias'; alias: AliasRow; caughtIn?: string }
  | { kind: 'postmaster' | 'caught' | 'forged' | 'foreign' }
  | { kind: 'unknown'; meant?: string }

export type Directory = {
  /** Where mail for this address goes; asked at RCPT and again at filing. */
  lookUp(address: string): Promise<Lead>
  /** Is this one of our own addresses: an alias, a record's, a signed one? What a catch-all catches is nobody's. */
  isOurs(address: string): Promise<boolean>
  domains(): Promise<string[]>
}

/** Aliases and record types are few and asked for with each mail: they are kept in memory for a second. */
const KEPT_FOR = SECOND

type Entries = {
  aliases: Map<string, AliasRow>
  types: Map<string, RecordType>
  domains: Set<string>
  rules: Map<string, MailDomainRow>
}

export function openDirectory(site: Site): Directory {
  const entries = openEntries(site)
  const lookUp = async (address: string): Promise<Lead> => {
    const known = await leadIn(site, await entries.recent(), address)
    if (known.kind !== 'unknown' && known.kind !== 'foreign') return known
    // an alias made a moment ago counts at once
    const now = await entries.fromNow()
    const lead = await leadIn(site, now, address)
    return lead.kind === 'unknown' ? leadOfUnknown(now, address) : lead
  }
  return {
    lookUp,
    isOurs: async (address) =>
      ['token', 'record', 'alias'].includes(
        (await leadIn(site, await entries.recent(), address)).kind,
      ),
    domains: async () => [...(await entries.recent()).domains],
  }
}

function openEntries(site: Site) {
  let latest: Promise<Entries> | null = null
  let next: Promise<Entries> | null = null
  let readAt = 0

  const read = (): Promise<Entries> => {
    next = null
    readAt = performance.now()
    const entries = readEntries(site)
    latest = entries
    entries.catch(() => {
      if (latest === entries) latest = null
    })
    return entries
  }
  return {
    recent: () => (latest && performance.now() - readAt <= KEPT_FOR ? latest : read()),
    /** Entries read from now on. However many ask, one read is on its way and one waits for it. */
    fromNow: () => (next ??= (latest ?? Promise.resolve()).then(read, read)),
  }
}

async function readEntries(site: Site): Promise<Entries> {
  return site.store.read(async (reader) => {
    const aliases = new Map((await listAliases(reader)).map((alias) => [alias.address, alias]))
    const types = new Map(
      (await listRecordTypes(reader)).map((type) => [type.settings.address, type]),
    )
    const rules = new Map((await listMailDomainRules(reader)).map((rule) => [rule.domain, rule]))
    const domains = new Set([
      site.domain,
      ...[...aliases.values()].map(domainOfAlias),
      ...rules.keys(),
    ])
    return { aliases, types, domains, rules }
  })
}

async function leadIn(
  site: Site,
  { aliases, types, domains }: Entries,
  address: string,
): Promise<Lead> {
  // RFC 5321 section 4.5.1: "postmaster" without a domain is meant for us
  if (address.toLowerCase() === 'postmaster') return aliasOrPostmaster(aliases, site.domain)
  const parts = splitAddress(address)
  if (!parts || !domains.has(parts.domain)) return { kind: 'foreign' }

  const alias = aliases.get(`${parts.local}@${parts.domain}`)
  if (alias) return { kind: 'alias', alias }
  if (parts.local === 'postmaster') return aliasOrPostmaster(aliases, parts.domain)
  const token = readToken(address, site.keys)
  if (token === 'forged') return { kind: 'forged' }
  if (token) return { kind: 'token', token, type: types.get(token.address) ?? null }
  return (
    (await recordLead(site, { aliases, types }, address)) ??
    taggedLead(aliases, parts) ?? { kind: 'unknown' }
  )
}

/** Nobody has this address: its domain says what becomes of that. Only aliases for everyone are ever proposed to strangers. */
function leadOfUnknown({ aliases, rules }: Entries, address: string): Lead {
  const { domain } = splitAddress(address)!
  const rule = rules.get(domain)
  if (rule?.catch_all === 'hold') return { kind: 'caught' }
  const all = [...aliases.values()]
  const alias = rule?.catch_all === 'alias' && all.find(({ id }) => id === rule.alias_id)
  if (alias) return { kind: 'alias', alias, caughtIn: domain }
  if (rule?.suggests !== 1) return { kind: 'unknown' }
  const proposed = all
    .filter((one) => one.who === 'everyone' && rules.get(domainOfAlias(one))?.suggests === 1)
    .map((one) => one.address)
  const meant = nearestAddress(address, proposed)
  return meant === null ? { kind: 'unknown' } : { kind: 'unknown', meant }
}

async function recordLead(
  site: Site,
  { aliases, types }: Pick<Entries, 'aliases' | 'types'>,
  address: string,
): Promise<Lead | null> {
  const wanted = readRecordAddress(address)
  if (!wanted) return null
  // people put a record's number behind the address that they know
  const alias = aliases.get(`${wanted.address}@${wanted.domain}`)
  const opens = alias?.record_id === null ? alias.record_type_id : null
  const type = types.get(wanted.address) ?? [...types.values()].find((one) => one.id === opens)
  if (!type) return null
  const found = await site.store.read((reader) => findByNumber(reader, type.id, wanted.number))
  if (found) return { kind: 'record', type, number: wanted.number }
  return types.has(wanted.address) ? { kind: 'unknown' } : null
}

/** `support+press@` is `support@`, as people write to tell their mails apart (RFC 5233). A tag with a dot may be a broken signature. */
function taggedLead(
  aliases: Map<string, AliasRow>,
  { local, domain }: { local: string; domain: string },
): Lead | null {
  const base = /^([^+]+)\+[a-z0-9_-]{1,40}$/.exec(local)?.[1]
  const alias = base && aliases.get(`${base}@${domain}`)
  return alias ? { kind: 'alias', alias } : null
}

function aliasOrPostmaster(aliases: Map<string, AliasRow>, domain: string): Lead {
  const alias = aliases.get(`postmaster@${domain}`)
  return alias ? { kind: 'alias', alias } : { kind: 'postmaster' }
}
