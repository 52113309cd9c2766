import { Refused } from '../../lib/errors.ts'
import { addressKey, splitAddress } from '../../mail/addresses.ts'
import { count, insertNew, list, remove } from '../../store/rows.ts'
import { forget, keptForASecond } from '../../store/seldom.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type BlockRow, blocks } from '../../store/tables/mailbag.ts'
import { findPersonByAddress } from '../people/people.ts'
import { recordEvent } from '../threads/events.ts'
import { listAliases } from './aliases.ts'
import { listMailDomains } from './mail-domains.ts'

/** Senders whose mail is set aside as it comes: an address, or all of a domain. All of them are kept in memory for a second. */
const KEPT = 'blocks'
const MOST = 20_000

/**
 * Which block meets this author; null for none. Mail in a user's name is judged by its proof and never by a block: else whoever
 * forges a colleague could have them silenced.
 */
export async function blockOf(reader: Reader, address: string): Promise<string | null> {
  const patterns = await keptForASecond(
    reader,
    KEPT,
    async () => new Set((await list(reader, blocks)).map(({ pattern }) => pattern)),
  )
  if (patterns.size === 0) return null
  const key = addressKey(address)
  return [key, domainOf(key)].find((one) => patterns.has(one)) ?? null
}

export async function listBlocks(reader: Reader): Promise<BlockRow[]> {
  return list(reader, blocks, { order: 'created_at desc, pattern', limit: MOST })
}

export type BlockWish = { pattern: string; by: string; ownDomain: string; at: number }

/**
 * @returns the pattern as it is compared; one that is blocked already stays
 * @throws Refused for what is no address or domain, for a user's address, and for what is ours
 */
export async function addBlock(tx: Tx, wish: BlockWish): Promise<string> {
  const pattern = readPattern(wish.pattern)
  await mustBeForeign(tx, pattern, wish.ownDomain)
  if ((await count(tx, blocks)) >= MOST)
    throw new Refused('not-allowed', `There are ${MOST} blocks. Remove some first.`)
  const added = await insertNew(tx, blocks, { pattern, added_by: wish.by, created_at: wish.at })
  forget(tx, KEPT)
  if (added)
    await recordEvent(tx, {
      kind: 'sender blocked',
      details: { pattern, by: wish.by },
      at: wish.at,
    })
  return pattern
}

/** @throws Refused where it is not blocked */
export async function removeBlock(
  tx: Tx,
  { pattern, by, at }: { pattern: string; by: string; at: number },
): Promise<void> {
  const key = addressKey(pattern)
  const [removed] = await remove(tx, blocks, { pattern: key })
  if (!removed) throw new Refused('not-found', `${key} is not blocked.`)
  forget(tx, KEPT)
  await recordEvent(tx, { kind: 'sender unblocked', details: { pattern: key, by }, at })
}

/** The block of all of an address's domain. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@'))
}

function readPattern(text: string): string {
  const key = addressKey(text)
  const sound = splitAddress(key.startsWith('@') ? `anybody${key}` : key)
  if (!sound || key.length > 320)
    throw new Refused('bad-input', `"${text}" is no address, and no domain such as @example.com.`)
  return key
}

async function mustBeForeign(tx: Tx, pattern: string, ownDomain: string): Promise<void> {
  const aliases = (await listAliases(tx)).map(({ address }) => address)
  const domains = (await listMailDomains(tx, ownDomain)).map(({ domain }) => `@${domain}`)
  const ours = [...domains, ...aliases]
  if (ours.includes(pattern))
    throw new Refused(
      'not-allowed',
      `${pattern} is ours: mail that only claims to come from there is held anyway.`,
    )
  const person = pattern.startsWith('@') ? null : await findPersonByAddress(tx, pattern)
  if (person?.kind === 'user')
    throw new Refused(
      'not-allowed',
      `${pattern} is the address of ${person.name}, a colleague, who would be silenced. Mail in their name without proof is held anyway.`,
    )
}
