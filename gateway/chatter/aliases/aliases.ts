import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import { find, insert, list, readJson, remove, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type AliasRow,
  aliases,
  mailDomains,
  type Strangers,
  type Unproved,
  type WhoMayPost,
} from '../../store/tables/mailbag.ts'
import { mustBeUser } from '../people/people.ts'
import { readValues } from '../records/field-values.ts'
import { recordTypeByCode, recordTypeById } from '../records/record-types.ts'
import { recordByReference } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'

/** An alias as somebody asks for it: it opens records of a type, or feeds one fixed record. */
export type AliasWish = {
  address: string
  type?: string | undefined
  record?: string | undefined
  who?: WhoMayPost | undefined
  strangers?: Strangers | undefined
  unproved?: Unproved | undefined
  defaults?: Record<string, string> | undefined
  owner?: number | null | undefined
  acknowledge?: boolean | undefined
}

const LONGEST_LOCAL_PART = 24

/** @throws Refused where the address is taken, is none, or leads nowhere */
export async function addAlias(tx: Tx, wish: AliasWish, at: number): Promise<AliasRow> {
  const address = readAliasAddress(wish.address)
  if (await find(tx, aliases, { address }))
    throw new Refused('already-there', `There is an alias ${address}.`)
  const row = await insert(tx, aliases, {
    address,
    ...(await destinationOf(tx, wish)),
    created_at: at,
  })
  await recordEvent(tx, { kind: 'alias changed', details: { added: address }, at })
  return row
}

/** @throws Refused where there is no such alias, or where it would lead nowhere */
export async function changeAlias(tx: Tx, wish: AliasWish, at: number): Promise<AliasRow> {
  const address = readAliasAddress(wish.address)
  const [row] = await update(tx, aliases, { address }, await destinationOf(tx, wish))
  if (!row) throw new Refused('not-found', `There is no alias ${address}.`)
  await recordEvent(tx, { kind: 'alias changed', details: { changed: address }, at })
  return row
}

/** @throws Refused where there is no such alias, or where it is the catch-all of a domain */
export async function removeAlias(tx: Tx, address: string, at: number): Promise<void> {
  const alias = await find(tx, aliases, { address: address.toLowerCase() })
  const caught = alias && (await find(tx, mailDomains, { alias_id: alias.id }))
  if (caught)
    throw new Refused(
      'not-allowed',
      `${alias.address} is the catch-all of ${caught.domain}. Let another one take that mail first.`,
    )
  const removed = await remove(tx, aliases, { address: address.toLowerCase() })
  if (removed.length === 0) throw new Refused('not-found', `There is no alias ${address}.`)
  await recordEvent(tx, { kind: 'alias changed', details: { removed: address.toLowerCase() }, at })
}

export async function findAlias(reader: Reader, address: string): Promise<AliasRow | null> {
  return find(reader, aliases, { address })
}

export async function listAliases(reader: Reader): Promise<AliasRow[]> {
  return list(reader, aliases, { order: 'address' })
}

/** The alias by which records of a type are usually opened. */
export async function firstAliasOf(reader: Reader, type: number): Promise<AliasRow | null> {
  const where = { record_type_id: type, record_id: null }
  return (await list(reader, aliases, { where, order: 'id', limit: 1 }))[0] ?? null
}

export function defaultsOf(alias: AliasRow): Record<string, string> {
  return readJson(alias.defaults)
}

/** Remembers that the alias works: its page shows when it last got mail. */
export async function noteMailFor(tx: Tx, alias: AliasRow, at: number): Promise<void> {
  if (at - (alias.last_mail_at ?? 0) > 60_000)
    await update(tx, aliases, { id: alias.id }, { last_mail_at: at })
}

function readAliasAddress(text: string): string {
  const parts = splitAddress(text)
  const fits =
    parts &&
    /^[a-z0-9][a-z0-9._-]*$/.test(parts.local) &&
    /^[a-z0-9.-]+\.[a-z0-9-]+$/.test(parts.domain)
  if (!fits)
    throw new Refused(
      'bad-input',
      `"${text}" cannot be an alias. Write it as leads@example.com, in plain letters.`,
    )
  // a reply address repeats it and adds a signature; all of it must fit into 64 octets
  if (parts.local.length > LONGEST_LOCAL_PART)
    throw new Refused('bad-input', `Before the @ at most ${LONGEST_LOCAL_PART} letters.`)
  return `${parts.local}@${parts.domain}`
}

async function destinationOf(tx: Tx, wish: AliasWish): Promise<Partial<AliasRow>> {
  if (!wish.type && !wish.record)
    throw new Refused('bad-input', 'An alias needs a record type, or a record such as T-42.')
  const fixed = wish.record ? (await recordByReference(tx, wish.record)).record : null
  const type = fixed
    ? await recordTypeById(tx, fixed.record_type_id)
    : await recordTypeByCode(tx, wish.type!)
  // read once now, so that a default that does not fit is refused here and never when a mail comes
  readValues(type, wish.defaults ?? {})
  if (wish.owner) await mustBeUser(tx, wish.owner)
  return {
    record_type_id: type.id,
    record_id: fixed?.id ?? null,
    who: wish.who ?? 'everyone',
    strangers: wish.strangers ?? 'hold',
    unproved: wish.unproved ?? 'hold',
    defaults: toJson(wish.defaults ?? {}),
    owner_id: wish.owner ?? null,
    acknowledge: wish.acknowledge ? (1 as const) : (0 as const),
  }
}
