import { forgiveBounces } from '../chatter/notifications/failures.ts'
import { meetPerson } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Tx } from '../store/store.ts'
import { isProvedHere } from './admission/author.ts'
import { admit, reasonNotToFile, reportNobodyAskedFor, waitsForSomebody } from './admission/hold.ts'
import { openCase } from './admission/open-case.ts'
import type { Settlement } from './mailbag/received.ts'
import { noteBounce, unsubscribeByMail } from './posting/bounce.ts'
import { openRecordFor, postIn } from './posting/post-mail.ts'
import type { CaseHere, Desk, Ending, ReadMail } from './routing/case.ts'
import { claimedBefore, claimFor } from './routing/claim.ts'
import { type Destination, inThread, type Routed } from './routing/destination.ts'
import { route } from './routing/route.ts'
import { settled } from './settlement.ts'

/**
 * Files one mail in the caller's transaction: finds the author, finds each place it goes to, posts it there.
 * @returns how the mail is to be settled
 */
export async function fileMail(tx: Tx, desk: Desk, read: ReadMail): Promise<Settlement> {
  const open = await openCase(tx, desk, read)
  const refusal = reasonNotToFile(open)
  if (refusal) return settled(open, [refusal])

  const destinations = await route({
    reader: tx,
    site: desk.site,
    reading: open.reading,
    author: open.author.person,
    verified: open.verified,
    evidence: open.evidence,
    recipients: readJson(open.mail.recipients),
    leads: open.leads,
  })
  if (destinations.length === 0)
    return settled(open, [waitsForSomebody(open, { kind: 'nowhere', why: 'no address here' })])

  const endings: Ending[] = []
  for (const routed of destinations) {
    const verified = open.verified || isProvedHere(open, routed.destination)
    const here = { ...open, verified, why: routed.why }
    endings.push({ ...(await fileAt(tx, here, routed)), verified })
  }
  return settled(open, endings)
}

async function fileAt(tx: Tx, open: CaseHere, routed: Routed): Promise<Ending> {
  const destination = await admit(tx, open, routed.destination)
  if ('state' in destination) return destination
  const claimed = await claimFor(tx, open, { destination, recipients: routed.recipients })
  return claimed ? fileInto(tx, claimed, destination) : claimedBefore(open, destination)
}

async function fileInto(
  tx: Tx,
  open: CaseHere,
  destination: Exclude<Destination, { kind: 'nowhere' | 'postmaster' }>,
): Promise<Ending> {
  const { author, reading } = open
  const human = reading.class === 'human'
  if (destination.kind === 'bounce' && !human) return noteBounce(tx, open, destination)
  if (destination.kind === 'unsubscribe') return unsubscribeByMail(tx, open, destination)
  const unasked = reportNobodyAskedFor(open, destination)
  if (unasked) return unasked
  const person = author.person ?? (await meetPerson(tx, author.mailbox, open.at))
  if (author.bounces > 0 && human) await forgiveBounces(tx, author.mailbox.address)
  if (destination.kind === 'new record') return openRecordFor(tx, { ...open, person }, destination)
  return postIn(tx, { ...open, person }, inThread(destination))
}
