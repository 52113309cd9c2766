import { Refused } from '../../lib/errors.ts'
import { nearest } from '../../lib/nearest.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { findPersonByAddress, listPeople, type PersonWithAddress } from './people.ts'

const MOST_NAMED = 10

/** `users`: only those to whom work can be given. */
export type Among = { by: PersonRow; of: 'users' | 'everybody' }

/**
 * Somebody by "me", their address, their login (what stands before the @), or a part of a name that only one person has.
 * @throws Refused that names the candidates
 */
export async function personNamed(reader: Reader, said: string, among: Among): Promise<PersonRow> {
  const wanted = said
    .trim()
    .replace(/^["'“”„@]+|["'“”„]+$/gu, '')
    .toLowerCase()
  if (wanted === 'me') return among.by
  if (wanted === '') throw new Refused('bad-input', 'Whom? Write an address, a login or a name.')
  if (splitAddress(wanted)) return byAddress(reader, wanted, among)

  const [one, ...others] = bestOf(wanted, await candidates(reader, wanted, among))
  if (!one) throw await nobody(reader, said, among)
  if (others.length === 0) return one
  throw new Refused('bad-input', `"${said}" may be ${listed([one, ...others])}.`)
}

async function byAddress(reader: Reader, address: string, among: Among): Promise<PersonRow> {
  const person = await findPersonByAddress(reader, address)
  if (person && isOffered(person, among)) return person
  throw await nobody(reader, address, among)
}

async function candidates(
  reader: Reader,
  wanted: string,
  among: Among,
): Promise<PersonWithAddress[]> {
  const found = (await listPeople(reader, wanted)).filter((one) => isOffered(one, among))
  if (found.length > 0 || /^[\x20-\x7e]*$/.test(wanted)) return found
  // SQLite folds the case of ASCII letters only
  return (await listPeople(reader)).filter(
    (one) => isOffered(one, among) && one.name.toLowerCase().includes(wanted),
  )
}

/** The people of the first rule that fits anybody: a login, a whole name, the beginning of a name's word, any part. */
function bestOf(wanted: string, people: PersonWithAddress[]): PersonWithAddress[] {
  const rules: ((one: PersonWithAddress) => boolean)[] = [
    (one) => loginOf(one) === wanted,
    (one) => one.name.toLowerCase() === wanted,
    (one) =>
      one.name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(wanted)),
    (one) => one.name.toLowerCase().includes(wanted) || loginOf(one).includes(wanted),
  ]
  for (const rule of rules) {
    const fitting = people.filter(rule)
    if (fitting.length > 0) return fitting
  }
  return []
}

async function nobody(reader: Reader, said: string, among: Among): Promise<Refused> {
  const all = (await listPeople(reader)).filter((one) => isOffered(one, among))
  const near = nearest(said, [...new Set(all.map(loginOf))]).slice(0, 5)
  const whom = among.of === 'users' ? 'No user' : 'Nobody'
  const hint = among.of === 'users' && near.length > 0 ? ` Near it: ${near.join(', ')}.` : ''
  return new Refused('not-found', `${whom} here is called "${said.slice(0, 80)}".${hint}`)
}

function isOffered(person: PersonRow, { of }: Among): boolean {
  if (person.disabled_at !== null || person.kind === 'system') return false
  return of === 'everybody' || person.kind === 'user'
}

function loginOf({ address }: PersonWithAddress): string {
  return address.toLowerCase().slice(0, address.lastIndexOf('@'))
}

function listed(people: PersonWithAddress[]): string {
  const shown = people.slice(0, MOST_NAMED).map(({ name, address }) => `${name} (${address})`)
  const more = people.length - shown.length
  return shown.join(' or ') + (more > 0 ? ` or ${more} more` : '')
}
