import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import { find, insert, list, remove, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type AliasRow,
  aliases,
  type CatchAll,
  type MailDomainRow,
  mailDomains,
} from '../../store/tables/mailbag.ts'
import { recordEvent } from '../threads/events.ts'
import { listAliases } from './aliases.ts'

/** A domain as somebody asks for it; what is not said stays as it is. */
export type DomainWish = {
  domain: string
  /** `refuse`, `hold`, or the address of an alias. */
  catchAll?: string | undefined
  suggests?: boolean | undefined
}

/** A domain of ours with its rules, whether anybody has set them or not. */
export type MailDomain = {
  domain: string
  catchAll: CatchAll
  /** The alias that catches all; null where none does. */
  alias: string | null
  suggests: boolean
  /** The alias for its postmaster; null where such mail is held. */
  postmaster: string | null
  /** It is ours whether it has rules or not: the first domain, and those of aliases. */
  stays: boolean
}

/**
 * Says that a domain is ours, and what becomes of mail for addresses in it that nobody has.
 * @throws Refused where it is no domain, or the alias is none
 */
export async function setMailDomain(tx: Tx, wish: DomainWish, at: number): Promise<void> {
  const domain = readDomain(wish.domain)
  const rules = {
    ...(wish.catchAll === undefined ? {} : await readCatchAll(tx, wish.catchAll)),
    ...(wish.suggests === undefined
      ? {}
      : { suggests: wish.suggests ? (1 as const) : (0 as const) }),
  }
  const before = await find(tx, mailDomains, { domain })
  if (!before) await insert(tx, mailDomains, { domain, created_at: at, ...rules })
  else if (Object.keys(rules).length > 0) await update(tx, mailDomains, { domain }, rules)
  await recordEvent(tx, { kind: 'mail domain changed', details: { domain, ...rules }, at })
}

/**
 * Takes back what was set for a domain. It is ours no longer, unless an alias is in it or it is the first one.
 * @throws Refused where nothing was set
 */
export async function removeMailDomain(tx: Tx, text: string, at: number): Promise<void> {
  const domain = readDomain(text)
  const [removed] = await remove(tx, mailDomains, { domain })
  if (!removed) throw new Refused('not-found', `Nothing is set for ${domain}.`)
  await recordEvent(tx, { kind: 'mail domain changed', details: { removed: domain }, at })
}

export async function listMailDomainRules(reader: Reader): Promise<MailDomainRow[]> {
  return list(reader, mailDomains, { order: 'domain' })
}

/** All domains that are ours, the first one first. */
export async function listMailDomains(reader: Reader, first: string): Promise<MailDomain[]> {
  const rules = await listMailDomainRules(reader)
  const all = await listAliases(reader)
  const fixed = new Set([first, ...all.map(domainOfAlias)])
  const names = new Set([...fixed, ...rules.map(({ domain }) => domain)])
  return [...names].map((domain) => {
    const rule = rules.find((one) => one.domain === domain)
    return {
      domain,
      catchAll: rule?.catch_all ?? 'refuse',
      alias: all.find(({ id }) => id === rule?.alias_id)?.address ?? null,
      suggests: rule?.suggests === 1,
      postmaster: all.find(({ address }) => address === `postmaster@${domain}`)?.address ?? null,
      stays: fixed.has(domain),
    }
  })
}

export function domainOfAlias({ address }: Pick<AliasRow, 'address'>): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

async function readCatchAll(
  tx: Tx,
  text: string,
): Promise<Pick<MailDomainRow, 'catch_all' | 'alias_id'>> {
  const wanted = text.trim().toLowerCase()
  if (wanted === 'refuse' || wanted === 'hold') return { catch_all: wanted, alias_id: null }
  const alias = await find(tx, aliases, { address: wanted })
  if (!alias)
    throw new Refused(
      'not-found',
      `"${text}" cannot take what nobody has an address for. Write refuse, hold, or the address of an alias.`,
    )
  return { catch_all: 'alias', alias_id: alias.id }
}

function readDomain(text: string): string {
  const parts = splitAddress(`postmaster@${text.trim().replace(/^@/, '')}`)
  if (!parts || !/^[a-z0-9.-]+\.[a-z0-9-]+$/.test(parts.domain) || parts.domain.length > 253)
    throw new Refused('bad-input', `"${text}" is no mail domain such as example.com.`)
  return parts.domain
}
