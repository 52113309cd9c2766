import { isTooOld, questionAbout, writeAnswer } from '../../chatter/notifications/questions.ts'
import { findPerson, isUser } from '../../chatter/people/people.ts'
import { recordEvent } from '../../chatter/threads/events.ts'
import { Refused } from '../../lib/errors.ts'
import type { AskedAbout } from '../../mail/question-token.ts'
import { readJson } from '../../store/rows.ts'
import type { Site } from '../../store/site.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { HeldFacts, InboundRow, QuestionRow } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { mailIn } from '../mailbag/operate.ts'
import { findInbound, reviveMail, setAside } from '../mailbag/received.ts'

/** What the page of a question shows. `standing`: can it still be answered, and if not, why. */
export type OpenQuestion = {
  person: PersonRow
  facts: HeldFacts
  standing: 'open' | 'posted' | 'dropped' | 'decided' | 'too old'
}

/** @throws Refused where nobody was asked this, or who was asked may not answer any more */
export async function readQuestion(site: Site, asked: AskedAbout): Promise<OpenQuestion> {
  return site.store.read(async (reader) => {
    const { question, person } = await askedOf(reader, asked)
    const mail = await findInbound(reader, asked.inbound)
    const standing = standingOf(question, mail, site.clock.now())
    return { person, facts: readJson(question.facts), standing }
  })
}

async function askedOf(
  reader: Reader,
  asked: AskedAbout,
): Promise<{ question: QuestionRow; person: PersonRow }> {
  const question = await questionAbout(reader, asked)
  const person = await findPerson(reader, asked.person)
  if (!person || !isUser(person)) throw new Refused('not-allowed')
  return { question, person }
}

function standingOf(
  question: QuestionRow,
  mail: InboundRow | null,
  now: number,
): OpenQuestion['standing'] {
  if (question.answer) return question.answer === 'mine' ? 'posted' : 'dropped'
  if (mail?.state !== 'held') return 'decided'
  return isTooOld(question, now) ? 'too old' : 'open'
}

/** Who was asked says that the mail is theirs: it is filed with the rights they have, this one mail only. @throws Refused */
export async function postAsMine(site: Site, asked: AskedAbout): Promise<void> {
  await site.store.write(async (tx) => {
    const { mail, person, at } = await answered(tx, site, { asked, answer: 'mine' })
    const details = { by: person.name, person: person.id }
    await reviveMail(tx, mail, { at, step: PROVED, details })
  })
  site.log.info('held mail proved by its author', { ...asked })
}

/** Who was asked says that it was somebody else: the mail is set aside, and operators find it in log, events and trace. @throws Refused */
export async function dropAsForged(site: Site, asked: AskedAbout): Promise<void> {
  await site.store.write(async (tx) => {
    const { mail, person, at } = await answered(tx, site, { asked, answer: 'not mine' })
    const details = { by: person.name, person: person.id, remote: mail.remote }
    await setAside(tx, mail, { at, step: 'forged', details })
    await recordEvent(tx, {
      kind: 'forged mail reported',
      person: person.id,
      details: { inbound: mail.id, remote: mail.remote },
      at,
    })
  })
  site.log.warn('forged mail reported', { ...asked })
}

async function answered(
  tx: Tx,
  site: Site,
  { asked, answer }: { asked: AskedAbout; answer: 'mine' | 'not mine' },
): Promise<{ mail: InboundRow; person: PersonRow; at: number }> {
  const at = site.clock.now()
  const { question, person } = await askedOf(tx, asked)
  const mail = await mailIn(tx, asked.inbound, ['held'])
  await writeAnswer(tx, question, { answer, at })
  return { mail, person, at }
}

const PROVED = 'proved by its author'

/** Has this person said that the mail is theirs? It proves the author of this mail, and nothing about who may post where. */
export function isProvedBy(mail: InboundRow, person: PersonRow | null): boolean {
  return (
    person !== null &&
    readJson(mail.trace).some(
      ({ step, details }) =>
        step === PROVED && (details as { person?: number } | undefined)?.person === person.id,
    )
  )
}
