import { DAY } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'
import { hashToken, randomToken } from '../../lib/ids.ts'
import { find, insert } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type PersonRow,
  people,
  type SignInLinkRow,
  signInLinks,
} from '../../store/tables/people.ts'
import { isUser } from './people.ts'

const LINK_LIFE = DAY

/** Makes a link's secret for a user: works once, for a day. Only its hash is stored. */
export async function makeSignInToken(tx: Tx, person: PersonRow, at: number): Promise<string> {
  const token = randomToken()
  await insert(tx, signInLinks, {
    token_hash: hashToken(token),
    person_id: person.id,
    created_at: at,
    expires_at: at + LINK_LIFE,
  })
  return token
}

/** Whose link this is, without using it up: a page shows it, since mail scanners open links. */
export async function peekSignInToken(
  reader: Reader,
  token: string,
  at: number,
): Promise<PersonRow | null> {
  const link = await find(reader, signInLinks, { token_hash: hashToken(token) })
  if (!link || link.used_at !== null || link.expires_at < at) return null
  const person = await find(reader, people, { id: link.person_id })
  return person && isUser(person) ? person : null
}

/** @throws Refused where the link is wrong, used or too old */
export async function useSignInToken(tx: Tx, token: string, at: number): Promise<PersonRow> {
  const link = await tx.one<SignInLinkRow>(
    'update sign_in_links set used_at = $1 where token_hash = $2 and used_at is null and expires_at >= $1 returning *',
    [at, hashToken(token)],
  )
  const person = link && (await find(tx, people, { id: link.person_id }))
  if (!person || !isUser(person))
    throw new Refused('not-found', 'This link has been used or is too old. Ask for a new one.')
  return person
}
