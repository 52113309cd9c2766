import { MINUTE } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'
import { hashToken, randomToken } from '../../lib/ids.ts'
import { addressKey } from '../../mail/addresses.ts'
import { count, find, insert, list, remove, update } from '../../store/rows.ts'
import { removeSessionsOf } from '../../store/sql/sessions.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type CredentialRow, credentials, type PersonRow } from '../../store/tables/people.ts'
import { isUser } from './people.ts'

/** How users show who they are: one password, and a token for each program that sends mail for them. */
export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 200
const MOST_TOKENS = 50
const LONGEST_NAME = 60
/** How exactly it is known when something was last used. */
const USE_NOTED_EVERY = MINUTE

/** Somebody who signs in: as far as they exist, may, and have what they sign in with. */
export type Login = {
  person: PersonRow | null
  password: CredentialRow | null
  token: CredentialRow | null
}

/** @param secret what was given as the password: it may be a token */
export async function findLogin(reader: Reader, address: string, secret: string): Promise<Login> {
  const rows = await reader.all<PersonRow & { credential: number | null }>(
    `select p.*, c.id as credential from addresses a join people p on p.id = a.person_id
     left join credentials c on c.person_id = p.id and (c.kind = 'password' or (c.kind = 'token' and c.secret = $2))
     where a.address_key = $1`,
    [addressKey(address), hashToken(secret)],
  )
  const [first] = rows
  if (!first || !isUser(first)) return { person: null, password: null, token: null }
  const { credential: _, ...person } = first
  const ids = rows.map((row) => row.credential).filter((id) => id !== null)
  const found = ids.length > 0 ? await list(reader, credentials, { where: { id: ids } }) : []
  const kind = (wanted: CredentialRow['kind']) => found.find((one) => one.kind === wanted) ?? null
  return { person, password: kind('password'), token: kind('token') }
}

export async function passwordOf(reader: Reader, person: number): Promise<CredentialRow | null> {
  return find(reader, credentials, { person_id: person, kind: 'password' })
}

/** @throws Refused where it is easily guessed */
export function mustBeGoodPassword(password: string, address: string): void {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD)
    throw new Refused(
      'bad-input',
      `A password has at least ${SHORTEST_PASSWORD} characters and at most ${LONGEST_PASSWORD}.`,
    )
  const plain = addressKey(password)
  if (plain === addressKey(address) || new Set(plain).size < 4)
    throw new Refused('bad-input', 'This password is too easily guessed.')
}

/** Gives a password, and ends all sessions: whoever knew the old one is out. @param secret as `lib/passwords.ts` makes it */
export async function givePassword(
  tx: Tx,
  person: PersonRow,
  { secret, at }: { secret: string; at: number },
): Promise<void> {
  if (!isUser(person))
    throw new Refused('not-allowed', `${person.name} is no user; only users sign in.`)
  await remove(tx, credentials, { person_id: person.id, kind: 'password' })
  await insert(tx, credentials, {
    person_id: person.id,
    kind: 'password',
    name: '',
    secret,
    created_at: at,
  })
  await removeSessionsOf(tx, person.id)
}

/**
 * Makes a token for a program. Only its hash is kept.
 * @returns the token itself: nobody sees it a second time
 */
export async function addToken(
  tx: Tx,
  person: PersonRow,
  { name, at }: { name: string; at: number },
): Promise<{ row: CredentialRow; token: string }> {
  if (!isUser(person))
    throw new Refused('not-allowed', `${person.name} is no user; only users sign in.`)
  if ((await count(tx, credentials, { person_id: person.id, kind: 'token' })) >= MOST_TOKENS)
    throw new Refused('not-allowed', `That is enough: ${MOST_TOKENS} tokens. Remove one first.`)
  const token = randomToken()
  const row = await insert(tx, credentials, {
    person_id: person.id,
    kind: 'token',
    name: cleanName(name),
    secret: hashToken(token),
    created_at: at,
  })
  return { row, token }
}

export async function renameToken(tx: Tx, id: number, name: string): Promise<CredentialRow> {
  const [row] = await update(tx, credentials, { id, kind: 'token' }, { name: cleanName(name) })
  if (!row) throw new Refused('not-found', `There is no token ${id}.`)
  return row
}

/** @throws Refused where there is none, or it is somebody else's */
export async function removeToken(tx: Tx, id: number, person?: number): Promise<CredentialRow> {
  const where = {
    id,
    kind: 'token' as const,
    ...(person === undefined ? {} : { person_id: person }),
  }
  const [row] = await remove(tx, credentials, where)
  if (!row) throw new Refused('not-found', `There is no token ${id}.`)
  return row
}

export type ListedToken = CredentialRow & { address: string }

/** Everybody's tokens, or one person's, with the address of whose they are. */
export async function listTokens(reader: Reader, person: number | null): Promise<ListedToken[]> {
  return reader.all<ListedToken>(
    `select c.*, coalesce((select a.address from addresses a where a.person_id = c.person_id order by a.id limit 1), '') as address
     from credentials c where c.kind = 'token' ${person === null ? '' : 'and c.person_id = $1'} order by c.id limit 1000`,
    person === null ? [] : [person],
  )
}

/** Notes that something was used, now and then. */
export async function noteUse(tx: Tx, { id }: CredentialRow, at: number): Promise<void> {
  await tx.all('update credentials set last_used_at = $1 where id = $2', [at, id])
}

/** Is it time to note that it was used? */
export function isUseNews({ last_used_at }: CredentialRow, at: number): boolean {
  return last_used_at === null || last_used_at < at - USE_NOTED_EVERY
}

/** The addresses that somebody may write as who has signed in with this; none when it was taken back or they may no longer. */
export async function addressesOfCredential(reader: Reader, id: number): Promise<Set<string>> {
  const rows = await reader.all<PersonRow & { address_key: string }>(
    `select p.*, a.address_key from credentials c join people p on p.id = c.person_id
     join addresses a on a.person_id = p.id where c.id = $1`,
    [id],
  )
  return new Set(rows.filter(isUser).map((row) => row.address_key))
}

/** A name stands on pages and in lists: one line. */
function cleanName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
  if (clean === '') throw new Refused('bad-input', 'Say what the token is for, such as "phone".')
  return clean.slice(0, LONGEST_NAME)
}
