import { addBlock, domainOf } from '../../chatter/aliases/blocks.ts'
import { findPersonByAddress } from '../../chatter/people/people.ts'
import { Refused } from '../../lib/errors.ts'
import { readJson } from '../../store/rows.ts'
import type { Site } from '../../store/site.ts'
import type { Tx } from '../../store/store.ts'
import { mailIn } from '../mailbag/operate.ts'
import { setAside } from '../mailbag/received.ts'
import { NOBODY } from './author.ts'
import { readingIn } from './held-mail.ts'

export type Blocking = { by: string; all: 'address' | 'domain' }

/**
 * Sets a mail that waits aside, and all later mail of its author, or of their whole domain.
 * @throws Refused where that would silence a colleague, or one of our own addresses
 */
export async function blockSenderOf(site: Site, id: string, { by, all }: Blocking): Promise<void> {
  await site.store.write(async (tx) => {
    const at = site.clock.now()
    const mail = await mailIn(tx, id, ['held', 'failed'])
    const author = readingIn(readJson(mail.trace)).from
    await mustBeAStranger(tx, author, id)
    const pattern = all === 'domain' ? domainOf(author) : author
    const block = await addBlock(tx, { pattern, by, ownDomain: site.domain, at })
    await setAside(tx, mail, { at, step: 'blocked', details: { by, block } })
  })
}

/** Nobody has shown that this mail is of the one it names: a colleague must not lose mail by it. */
async function mustBeAStranger(tx: Tx, author: string, id: string): Promise<void> {
  if (author === '' || author === NOBODY.address)
    throw new Refused('not-allowed', `Who wrote mail ${id} could not be read: drop it instead.`)
  const person = await findPersonByAddress(tx, author)
  if (person?.kind === 'user')
    throw new Refused(
      'not-allowed',
      `${author} is the address of ${person.name}, a colleague, and is never blocked: drop the mail instead.`,
    )
}
