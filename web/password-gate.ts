import { findLogin } from '../gateway/chatter/people/credentials.ts'
import { clientOf } from '../gateway/lib/client.ts'
import { MINUTE } from '../gateway/lib/clock.ts'
import { Refused } from '../gateway/lib/errors.ts'
import { isPassword } from '../gateway/lib/passwords.ts'
import { openRateLimit } from '../gateway/lib/rate-limit.ts'
import { addressKey } from '../gateway/mail/addresses.ts'
import type { Site } from '../gateway/store/site.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'

const FAILURES_AN_ADDRESS = { times: 5, within: 15 * MINUTE }
const FAILURES_A_CLIENT = { times: 30, within: 15 * MINUTE }

export type PasswordGate = {
  /**
   * Whose address and password these are; null where they do not fit, after the same time for whoever does not exist.
   * @throws Refused where that was guessed too often
   */
  open(given: { address: string; password: string; client: string }): Promise<PersonRow | null>
}

/** Guesses are counted before their answer is known, so that many at once count, too; what was right is taken back. */
export function openPasswordGate(site: Site): PasswordGate {
  const addresses = openRateLimit(site.clock, FAILURES_AN_ADDRESS)
  const clients = openRateLimit(site.clock, FAILURES_A_CLIENT)
  return {
    async open({ address, password, client }) {
      const [who, where] = [addressKey(address), clientOf(client)]
      if (!clients.mayPass(where) || !addresses.mayPass(who)) throw new Refused('too-many-tries')
      const login = await site.store.read((reader) => findLogin(reader, who, ''))
      const fits = await isPassword(password, login.password?.secret ?? null)
      if (!fits) return null
      clients.giveBack(where)
      addresses.giveBack(who)
      return login.person
    },
  }
}
