import type { SMTPServerAuthentication, SMTPServerSession } from 'smtp-server'
import { findLogin, isUseNews, type Login, noteUse } from '../../chatter/people/credentials.ts'
import { clientOf } from '../../lib/client.ts'
import { MINUTE, SECOND } from '../../lib/clock.ts'
import { messageOf, Refused } from '../../lib/errors.ts'
import { isPassword } from '../../lib/passwords.ts'
import { openRateLimit } from '../../lib/rate-limit.ts'
import { addressKey } from '../../mail/addresses.ts'
import type { Site } from '../../store/site.ts'
import type { CredentialRow } from '../../store/tables/people.ts'

/** Who guesses passwords waits a second for each answer; beyond these numbers the line is cut (421). */
const FAILURES_A_SESSION = 3
const FAILURES_A_CLIENT = { times: 20, within: 15 * MINUTE }
const FAILURES_AN_ACCOUNT = { times: 10, within: 15 * MINUTE }
const SLOWED_BY = SECOND

const NO_FIT =
  'This address and password do not fit. Use your own password, or an app token made under My settings.'

/** What a session shows of who has signed in: with what. */
export type SignedIn = { person: number; credential: number }

export type SignIn = (auth: Given, session: SMTPServerSession) => Promise<SignedIn>

type Given = Pick<SMTPServerAuthentication, 'username' | 'password' | 'authzid' | 'authcid'>

/**
 * Signs users in with their own password or an app token. RFC 4954; PLAIN is RFC 4616.
 *
 * An unknown address, a wrong password and a disabled user get the same answer after the same time. A token cannot be guessed, so it
 * is taken even while somebody guesses the password of the same account; a password then is not.
 */
export function openSignIn(site: Site): SignIn {
  const limits = {
    client: openRateLimit(site.clock, FAILURES_A_CLIENT),
    account: openRateLimit(site.clock, FAILURES_AN_ACCOUNT),
  }
  const failures = new WeakMap<SMTPServerSession, number>()

  /** Counted before the answer is known, so that many guesses at once are counted, too; what was right is taken back. */
  const check = async (given: Given, client: string): Promise<CredentialRow | null> => {
    const account = addressKey(given.username ?? '')
    if (!limits.client.mayPass(client)) throw new Refused('too-many-tries')
    const login = await site.store.read((reader) =>
      findLogin(reader, account, given.password ?? ''),
    )
    if (!login.token && !limits.account.mayPass(account)) throw new Refused('too-many-tries')
    const right = await rightOne(given, login)
    if (!right) return null
    limits.client.giveBack(client)
    if (!login.token) limits.account.giveBack(account)
    return right
  }

  return async (given, session) => {
    const right = await check(given, clientOf(session.remoteAddress))
    if (right) return signedIn(site, right, session)

    const count = (failures.get(session) ?? 0) + 1
    failures.set(session, count)
    site.log.warn('sign-in refused', { session: session.id, remote: session.remoteAddress })
    await new Promise((resolve) => setTimeout(resolve, SLOWED_BY))
    throw count < FAILURES_A_SESSION
      ? new Refused('wrong-password', NO_FIT)
      : new Refused('too-many-tries')
  }
}

async function rightOne(given: Given, login: Login): Promise<CredentialRow | null> {
  // RFC 4616 section 2: nobody acts for somebody else
  const forAnother = given.authcid && given.authzid && given.authzid !== given.authcid
  if (login.token) return forAnother ? null : login.token
  const fits = await isPassword(given.password ?? '', login.password?.secret ?? null)
  return fits && !forAnother ? login.password : null
}

async function signedIn(
  site: Site,
  right: CredentialRow,
  session: SMTPServerSession,
): Promise<SignedIn> {
  const at = site.clock.now()
  site.log.info('user signed in', {
    person: right.person_id,
    by: right.kind,
    credential: right.id,
    session: session.id,
    remote: session.remoteAddress,
  })
  if (isUseNews(right, at))
    await site.store
      .write((tx) => noteUse(tx, right, at))
      .catch((failure) => site.log.warn('use not noted', { why: messageOf(failure) }))
  return { person: right.person_id, credential: right.id }
}
