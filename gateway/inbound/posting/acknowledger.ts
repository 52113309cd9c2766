import { listAliases } from '../../chatter/aliases/aliases.ts'
import {
  endAcknowledgement,
  openAcknowledgements,
  wasAcknowledged,
} from '../../chatter/notifications/acknowledgements.ts'
import { sendLetter } from '../../chatter/notifications/letters.ts'
import { findByThread, type OpenRecord, referenceOf } from '../../chatter/records/records.ts'
import { type Bell, openBell } from '../../lib/bell.ts'
import { HOUR, SECOND } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import { addressKey, writeToken } from '../../mail/addresses.ts'
import { threadRootId } from '../../mail/message-ids.ts'
import type { Site } from '../../store/site.ts'
import type { Tx } from '../../store/store.ts'
import type { AcknowledgementRow } from '../../store/tables/acknowledgements.ts'
import type { Letter } from '../../store/tables/followers.ts'
import type { InboundRow } from '../../store/tables/mailbag.ts'
import { findInbound, sourceOf } from '../mailbag/received.ts'
import type { Prover } from '../proof/prover.ts'

/**
 * Tells senders that their mail has come, after it is filed: who is not verified hears nothing, since anybody may have written in
 * their name; nobody hears of it twice in 24 hours.
 */
export type Acknowledger = {
  /** Resolves when all that waits by now is judged. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const LOOK_EVERY = 5 * SECOND
/** Later it says nothing that the sender would still want to know. */
const LATE_AFTER = HOUR

type Round = { site: Site; prover: Prover; bell: Bell; quiet: (() => void)[]; stopped: boolean }

export function openAcknowledger(site: Site, prover: Prover): Acknowledger {
  const round: Round = { site, prover, bell: openBell(), quiet: [], stopped: false }
  const running = run(round)
  return {
    idle: () =>
      new Promise((resolve) => {
        round.quiet.push(resolve)
        round.bell.ring()
      }),
    async stop() {
      round.stopped = true
      round.bell.ring()
      await running
    },
  }
}

async function run(round: Round): Promise<void> {
  const { site, quiet, bell } = round
  while (!round.stopped) {
    const asked = quiet.length
    const judged = await judgeSome(round).catch((failure) => {
      site.log.warn('acknowledgements not judged', { why: messageOf(failure) })
      return 0
    })
    if (judged > 0) continue
    for (const tell of quiet.splice(0, asked)) tell()
    await bell.wait(LOOK_EVERY)
  }
  for (const tell of quiet.splice(0)) tell()
}

/** One after the other: a thousand forged mails ask DNS no faster than one. @returns how many were judged */
async function judgeSome(round: Round): Promise<number> {
  const waiting = await round.site.store.read(openAcknowledgements)
  for (const wish of waiting) if (!round.stopped) await judge(round, wish)
  return waiting.length
}

async function judge({ site, prover }: Round, wish: AcknowledgementRow): Promise<void> {
  const mail = await site.store.read((reader) => findInbound(reader, wish.inbound_id))
  const late = site.clock.now() - wish.created_at > LATE_AFTER
  const verified = !late && mail !== null && (await isVerified({ site, prover }, wish, mail))
  const at = site.clock.now()
  const outcome = await site.store.write(async (tx) => {
    const found = late ? 'late' : verified ? await answer(tx, site, wish, mail) : 'unverified'
    if (!(await endAcknowledgement(tx, wish, { outcome: found, at })))
      throw new Error('another process has judged it')
    return found
  })
  site.log.info('acknowledgement judged', { inbound: wish.inbound_id, outcome })
  if (outcome === 'held') site.alarms.raise('letters_held', wish.address)
  if (outcome === 'sent') site.outboxBell.ring()
}

/** A door's proof, or the word of the author's domain. */
async function isVerified(
  { site, prover }: Pick<Round, 'site' | 'prover'>,
  { address }: AcknowledgementRow,
  mail: InboundRow,
): Promise<boolean> {
  if (mail.authenticated !== null) return addressKey(mail.authenticated) === addressKey(address)
  const source = await sourceOf(site, mail.id).catch(() => null)
  if (!source) return false
  return (await prover.judge(mail, address, source)).aligned
}

type Outcome = NonNullable<AcknowledgementRow['outcome']>

async function answer(
  tx: Tx,
  site: Site,
  wish: AcknowledgementRow,
  mail: InboundRow | null,
): Promise<Outcome> {
  const open = await findByThread(tx, wish.thread_id)
  if (!open || !mail) return 'gone'
  if (await wasAcknowledged(tx, wish.person_id, site.clock.now())) return 'had one'
  const { person_id: person, address, thread_id: thread } = wish
  const from = await teamAddress(tx, open)
  const letter = letterOf(site, wish, { open, messageId: mail.message_id, from })
  const sent = await sendLetter(tx, { person, address, letter, thread, at: site.clock.now() })
  return sent ? 'sent' : 'held'
}

/** The first alias of the record's type: the address that people know. */
async function teamAddress(tx: Tx, { type }: OpenRecord): Promise<string | null> {
  const all = await listAliases(tx)
  return (
    all.find((one) => one.record_type_id === type.id && one.record_id === null)?.address ?? null
  )
}

/** Of what the sender wrote it repeats no more than the subject that every mail of the thread carries. */
function letterOf(
  site: Site,
  { person_id: person }: AcknowledgementRow,
  { open, messageId, from }: { open: OpenRecord; messageId: string | null; from: string | null },
): Letter {
  const { settings, plural } = open.type
  const token = {
    address: settings.address,
    number: open.record.number,
    person,
    kind: 'm' as const,
    domain: site.domain,
  }
  return {
    words: 'acknowledgement',
    values: { record: referenceOf(open) },
    from: {
      name: plural,
      address: from ?? `${settings.address}+${open.record.number}@${site.domain}`,
    },
    lines: [],
    links: [],
    answers: {
      messageId,
      references: [threadRootId(open.thread.id, site.domain, site.keys)],
      subject: `Re: ${open.thread.subject}`,
      replyTo: writeToken(token, site.keys),
    },
  }
}
