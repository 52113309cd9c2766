import { Refused } from '../../lib/errors.ts'
import { addressKey, splitAddress } from '../../mail/addresses.ts'
import { find, insert, list, update } from '../../store/rows.ts'
import { lockName } from '../../store/sql/lock-name.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { addresses, type PersonRow, people, type Role } from '../../store/tables/people.ts'
import { mustLeaveAnOwner } from './disable.ts'

/**
 * People: contacts outside, users inside, and Postern itself. A person has one or more mail addresses, and each address belongs to
 * one person: that is what the unique key of the table says.
 */
export type NewPerson = {
  name: string
  address: string
  role?: Role | null
  timeZone?: string
  language?: string
}

const SYSTEM_NAME = 'Postern'

export async function findPersonByAddress(
  reader: Reader,
  address: string,
): Promise<PersonRow | null> {
  return reader.one<PersonRow>(
    'select p.* from addresses a join people p on p.id = a.person_id where a.address_key = $1',
    [addressKey(address)],
  )
}

/** The author of a mail, with what bounces their address has on it. */
export async function findAuthor(
  reader: Reader,
  address: string,
): Promise<{ person: PersonRow; bounces: number } | null> {
  const found = await reader.one<PersonRow & { bounces: number }>(
    'select p.*, a.bounce_score as bounces from addresses a join people p on p.id = a.person_id where a.address_key = $1',
    [addressKey(address)],
  )
  if (!found) return null
  const { bounces, ...person } = found
  return { person, bounces }
}

/** @throws Refused where nobody has the address */
export async function personByAddress(reader: Reader, address: string): Promise<PersonRow> {
  const person = await findPersonByAddress(reader, address)
  if (!person) throw new Refused('not-found', `Nobody here has the address ${address}.`)
  return person
}

export async function findPerson(reader: Reader, id: number): Promise<PersonRow | null> {
  return find(reader, people, { id })
}

/** The first owner of the installation who may still sign in. */
export async function findOwner(reader: Reader): Promise<PersonRow | null> {
  const [owner] = await list(reader, people, {
    where: { role: 'owner', disabled_at: null },
    order: 'id',
    limit: 1,
  })
  return owner ?? null
}

export async function peopleById(reader: Reader, ids: number[]): Promise<Map<number, PersonRow>> {
  const found = await list(reader, people, { where: { id: [...new Set(ids)] } })
  return new Map(found.map((person) => [person.id, person]))
}

/** The first address of a person: where mail for them goes. */
export async function addressOf(reader: Reader, person: PersonRow): Promise<string> {
  const where = { person_id: person.id }
  const [first] = await list(reader, addresses, { where, order: 'id', limit: 1 })
  return first?.address ?? ''
}

/** The first address of a person that mail is sent to; null where each has bounced too often, or there is none. */
export async function addressInUse(reader: Reader, person: number): Promise<string | null> {
  const where = { person_id: person, paused_at: null }
  const [first] = await list(reader, addresses, { where, order: 'id', limit: 1 })
  return first?.address ?? null
}

/**
 * Adds a user (with a role) or a contact (without).
 * @throws Refused where the address is none, or somebody's already
 */
export async function addPerson(tx: Tx, newcomer: NewPerson, at: number): Promise<PersonRow> {
  if (!splitAddress(newcomer.address))
    throw new Refused('bad-input', `${newcomer.address} is not a mail address.`)
  if (await findPersonByAddress(tx, newcomer.address))
    throw new Refused('already-there', `${newcomer.address} belongs to somebody already.`)
  return writePerson(tx, newcomer, at)
}

/** The person who has this address; a new contact where nobody has. */
export async function meetPerson(
  tx: Tx,
  mailbox: { name: string; address: string },
  at: number,
): Promise<PersonRow> {
  const known = await findPersonByAddress(tx, mailbox.address)
  if (known) return known
  // somebody's first mails may come in several batches at once
  await lockName(tx, `person ${addressKey(mailbox.address)}`)
  const met = await findPersonByAddress(tx, mailbox.address)
  const newcomer = { name: mailbox.name || mailbox.address, address: mailbox.address }
  return met ?? writePerson(tx, newcomer, at)
}

/** The actor to whom imports, rules and the gateway's own doings are credited. */
export async function systemPerson(tx: Tx, at: number): Promise<PersonRow> {
  const known = await find(tx, people, { kind: 'system' })
  return known ?? insert(tx, people, { kind: 'system', name: SYSTEM_NAME, created_at: at })
}

/**
 * For `messages/change-role.ts`, which sees to the mails that wait as well.
 * @throws Refused where it would take the last owner's role
 */
export async function writeRole(tx: Tx, person: PersonRow, role: Role | null): Promise<PersonRow> {
  if (role !== 'owner') await mustLeaveAnOwner(tx, person)
  const [changed] = await update(
    tx,
    people,
    { id: person.id },
    { role, kind: role ? 'user' : 'contact' },
  )
  return changed!
}

export type PersonWithAddress = PersonRow & { address: string }

export async function listPeople(reader: Reader, search = ''): Promise<PersonWithAddress[]> {
  return reader.all<PersonWithAddress>(
    `select p.*, coalesce((select a.address from addresses a where a.person_id = p.id order by a.id limit 1), '') as address
     from people p where p.kind <> 'system' and ($1 = '' or lower(p.name) like $2
       or exists (select 1 from addresses a where a.person_id = p.id and a.address_key like $2))
     order by p.kind desc, p.name, p.id limit 500`,
    [search, `%${search.toLowerCase()}%`],
  )
}

export function isUser(person: PersonRow): boolean {
  return person.kind === 'user' && person.disabled_at === null
}

/** @throws Refused where the id is nobody's to whom work can be given */
export async function mustBeUser(reader: Reader, id: number): Promise<PersonRow> {
  const person = await findPerson(reader, id)
  if (!person || !isUser(person)) throw new Refused('bad-input', 'There is no such user.')
  return person
}

async function writePerson(tx: Tx, newcomer: NewPerson, at: number): Promise<PersonRow> {
  const person = await insert(tx, people, {
    kind: newcomer.role ? 'user' : 'contact',
    role: newcomer.role ?? null,
    name: cleanName(newcomer.name),
    language: newcomer.language ?? 'en',
    time_zone: newcomer.timeZone ?? 'UTC',
    created_at: at,
  })
  const address = newcomer.address.trim()
  await insert(tx, addresses, {
    person_id: person.id,
    address,
    address_key: addressKey(address),
    created_at: at,
  })
  return person
}

/** A name stands in headers and on pages: one line, no control or direction signs. */
function cleanName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200)
}
