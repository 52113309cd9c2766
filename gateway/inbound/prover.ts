import { findPersonByAddress } from '../chatter/people/people.ts'
import type { Reading } from '../mail/reading.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import { authenticate, type Verdict } from './authenticate.ts'

/** DNS has not answered yet: the mail comes again in a moment, and holds up no other meanwhile. */
export class StillProving extends Error {}

export type Prover = {
  /**
   * Whether a mail in a colleague's name comes from their domain; null where nobody need ask.
   * @throws StillProving
   */
  prove(mail: InboundRow, reading: Reading, source: Buffer): Promise<Verdict | null>
  /** Resolves when a mail that threw StillProving may come again; null where it need not wait. */
  ready(id: string): Promise<unknown> | null
}

/** A batch waits no longer than this for one mail's proof. */
const PATIENCE = 300
const KEPT = 1000

/**
 * Proofs of mails in the names of users. One that takes longer goes on by itself, and is there when the mail comes again. Outsiders
 * have no rights that a proof could give, so that most mails ask DNS nothing.
 */
export function openProver(site: Site): Prover {
  const underWay = new Map<string, Promise<Verdict>>()
  return {
    async prove(mail, reading, source) {
      if (site.config.INTERNAL_TRUST !== 'verified' || mail.authenticated) return null
      const [author, ...others] = reading.from
      if (!author || others.length > 0 || !(await isUsers(site, author.address))) return null

      const arrived = {
        from: author.address,
        mailFrom: mail.mail_from,
        remote: mail.remote,
        source,
      }
      const verdict = underWay.get(mail.id) ?? authenticate(arrived, site.config.DNS_SERVERS)
      underWay.set(mail.id, verdict)
      if (underWay.size > KEPT) underWay.delete(underWay.keys().next().value!)
      const known = await Promise.race([verdict, patience()])
      if (!known) throw new StillProving('DNS has not answered yet.')
      underWay.delete(mail.id)
      return known
    },
    ready: (id) => underWay.get(id) ?? null,
  }
}

async function isUsers(site: Site, address: string): Promise<boolean> {
  const person = await site.store.read((reader) => findPersonByAddress(reader, address))
  return person?.kind === 'user'
}

function patience(): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE)
  })
}
