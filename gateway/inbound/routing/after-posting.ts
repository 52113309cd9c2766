import { obeyInvitation } from '../../chatter/activities/meetings.ts'
import { isUser, systemPerson } from '../../chatter/people/people.ts'
import { rememberNamed } from '../../chatter/records/mail-ids.ts'
import { findByThread, type OpenRecord } from '../../chatter/records/records.ts'
import { answerRulesOf, reopenRecord, restOf, restoreRecord } from '../../chatter/records/rest.ts'
import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import type { AuthorKnown, CaseHere } from './case.ts'

const ID_TAKEN = 'another mail with the same Message-ID came before'

/** RFC 5322 section 3.6.4: a Message-ID is unique. Where it is not, both mails are kept, and the second one says so. */
export function withTakenId(open: CaseHere): CaseHere {
  return { ...open, reading: { ...open.reading, flaws: [...open.reading.flaws, ID_TAKEN] } }
}

/**
 * What follows from a posted mail: the ids that it names and nobody knows are remembered, and a record that rests wakes.
 * @param to message: null where the mail was commands alone; answered: the record in whose talk the author takes part, else null
 * @returns what the trace tells of it, and of why the mail is here
 */
export async function afterPosting(
  tx: Tx,
  open: AuthorKnown,
  { message, answered }: { message: MessageRow | null; answered: OpenRecord | null },
): Promise<object> {
  if (message === null) return {}
  const news = open.evidence.unknown.filter(({ namedIn }) => !namedIn.includes(message.thread_id))
  await rememberNamed(
    tx,
    message.id,
    news.map(({ id }) => id),
  )
  const isMessage = message.kind === 'message'
  const woken =
    answered && isMessage && open.reading.class === 'human' && (await wake(tx, open, answered))
  const meeting = await invited(tx, open, message)
  const { via, losers } = open.why
  const seen = losers.map(({ rung, to, why }) => `${rung} ${to}: ${why}`)
  return {
    ...(via ? { sentTo: via } : {}),
    ...(seen.length > 0 ? { otherEvidence: seen } : {}),
    ...(open.reading.flaws.includes(ID_TAKEN) ? { flaw: ID_TAKEN } : {}),
    ...(woken ? { woken } : {}),
    ...(meeting ? { meeting } : {}),
  }
}

/** A person's invitation, or that of the calendar that they use; an answering machine invites nobody. */
async function invited(tx: Tx, open: AuthorKnown, message: MessageRow): Promise<string | null> {
  const { invite, class: mailClass } = open.reading
  if (!invite || !['human', 'generated'].includes(mailClass)) return null
  const record = await findByThread(tx, message.thread_id)
  if (!record) return null
  const { person: author, verified, at } = open
  const { address } = open.author.mailbox
  try {
    return await obeyInvitation(tx, { invite, open: record, author, address, verified, at })
  } catch (failure) {
    // the mail is filed whatever becomes of its meeting
    if (failure instanceof Refused) return `nothing is planned: ${failure.message}`
    throw failure
  }
}

/** A closed record is opened by an answer from outside; a colleague who adds a word to it can open it themselves. */
async function wake(tx: Tx, open: AuthorKnown, answered: OpenRecord): Promise<string | null> {
  const rest = restOf(answered.record)
  if (rest === null || answerRulesOf(answered.type)[rest] !== 'reopen') return null
  const cause = { door: 'answer' as const }
  const act = { by: await systemPerson(tx, open.at), at: open.at, cause }
  if (rest !== 'closed') await restoreRecord(tx, answered, act)
  else if (isUser(open.person)) return null
  else await reopenRecord(tx, answered, act)
  return rest === 'closed' ? 'it was closed and is open again' : `it was ${rest} and is back`
}
