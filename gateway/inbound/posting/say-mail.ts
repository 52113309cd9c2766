import { isWorthTelling, sendReceipt } from '../../chatter/commands/receipt.ts'
import { outcome, runCommands } from '../../chatter/commands/run-commands.ts'
import { type Said, say, speaks } from '../../chatter/commands/say.ts'
import { findVerb } from '../../chatter/commands/verbs.ts'
import { isUser } from '../../chatter/people/people.ts'
import type { OpenRecord } from '../../chatter/records/records.ts'
import { type Token, writeToken } from '../../mail/addresses.ts'
import type { Tx } from '../../store/store.ts'
import type { LetterAnswers } from '../../store/tables/followers.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { isVouchedFor, limitsOf } from '../admission/command-limits.ts'
import { isReleased } from '../admission/hold.ts'
import { answeredEntries, kindByEvidence, reasonToDoubtKind } from '../admission/note-or-message.ts'
import { type AuthorKnown, type Ending, ending } from '../routing/case.ts'
import type { InThread, ToNewRecord } from '../routing/destination.ts'
import { draftOf } from './mail-draft.ts'
import { withOfferedWord } from './offered-words.ts'

/** Where a mail is to be posted. */
type Place = {
  record: OpenRecord
  destination: InThread | ToNewRecord
  audience: MessageRow['audience']
}

/**
 * Posts a mail in a thread, as a note or a message, and runs its commands; where that is worth a word, its author gets a receipt.
 * @returns what the trace tells of it; the entry, unless there were commands alone
 */
export async function sayMail(
  tx: Tx,
  filed: AuthorKnown,
  place: Place,
): Promise<{ said: object; message: MessageRow | null }> {
  const open = await withOfferedWord(tx, filed)
  const { reading, person } = open
  const { record, destination, audience } = place
  const token = tokenOf(destination)
  const answered = await answeredFor(tx, open, place)
  const evidence = { token, type: record.type, answered }
  const said = await say(tx, {
    by: person,
    open: record,
    draft: draftOf(open, destination, audience),
    words: reading,
    limits: limitsOf(open, token, answered),
    otherwise: isNoteAnyway(destination) ? 'note' : kindByEvidence(open, evidence),
    doubt: destination.kind === 'new record' ? null : reasonToDoubtKind(open, evidence),
    vouched: isVouchedFor(open) && !isReleased(open),
    answered: answered.map(({ id }) => id),
    mail: nameOf(open),
  })
  const told = open === filed ? said : confirmed(said)
  const replyTo = answerAddress(open, place, said)
  await tellAuthor(tx, open, { open: record, said: told, replyTo })
  return { said: traced(said), message: said.message }
}

/** One word is easily sent by mistake, and stands nowhere: what it did is told. */
function confirmed(said: Said): Said {
  const told = (one: Said['outcomes'][number]) => ({
    ...one,
    tell: one.tell || findVerb(one.command.verb)?.unseen === true,
  })
  return { ...said, outcomes: said.outcomes.map(told) }
}

/** What would have been a note in a record that rests is one in the record that is opened instead. */
function isNoteAnyway(destination: InThread | ToNewRecord): boolean {
  return destination.kind === 'new record' && destination.asNote
}

/** Commands alone, to an alias: they open no record. Null where there is more to the mail. */
export async function obeyWithoutRecord(
  tx: Tx,
  open: AuthorKnown,
  destination: ToNewRecord,
): Promise<Ending | null> {
  const { reading, person, at } = open
  if (reading.commands.length === 0 || !isUser(person)) return null
  const draft = draftOf(open, destination, 'everyone')
  const { plan, hasText } = speaks({
    by: person,
    draft,
    words: reading,
    limits: limitsOf(open, null, []),
  })
  if (hasText) return null
  const context = {
    by: person,
    open: null,
    at,
    message: null,
    answered: [],
    mail: nameOf(open),
  }
  const outcomes = await runCommands(tx, context, plan.run)
  for (const { command, why } of plan.left) outcomes.push(outcome(command, 'left', why))
  const said = { kind: null, message: null, held: null, outcomes, remarks: [] }
  await tellAuthor(tx, open, { open: null, said, replyTo: null })
  return ending('filed', 'commands only', { at, step: 'ran commands', details: traced(said) })
}

function tokenOf(destination: InThread | ToNewRecord): Token | null {
  return destination.kind === 'thread' ? destination.token : null
}

/** What tells this mail from others, short enough for an index. */
function nameOf({ reading, mail }: AuthorKnown): string {
  return reading.messageId?.slice(0, LONGEST_NAME) ?? `inbound ${mail.id}`
}

const LONGEST_NAME = 400

/** What a note's address says needs no looking up, unless commands ask what is quoted. */
async function answeredFor(
  tx: Tx,
  open: AuthorKnown,
  { destination }: Place,
): Promise<MessageRow[]> {
  const isSettled = tokenOf(destination)?.kind === 'n' || destination.kind === 'new record'
  return isSettled && open.reading.commands.length === 0 ? [] : answeredEntries(tx, open)
}

async function tellAuthor(
  tx: Tx,
  mail: AuthorKnown,
  { open, said, replyTo }: { open: OpenRecord | null; said: Said; replyTo: string | null },
): Promise<void> {
  const { reading, person: by, at } = mail
  if (!isWorthTelling(said) || !isVouchedFor(mail) || !reading.mayAnswer) return
  const subject = reading.subject || open?.thread.subject || 'your mail'
  const answers: LetterAnswers = {
    messageId: reading.messageId,
    references: reading.references.slice(-IDS_NAMED),
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    replyTo,
  }
  await sendReceipt(tx, { by, address: mail.author.mailbox.address, open, said, answers, at })
}

const IDS_NAMED = 10

/** The thread's own address for this person, inside where the text stayed inside: the right line alone mends it. */
function answerAddress(
  { site, person }: AuthorKnown,
  { record, destination }: Place,
  { kind }: Said,
): string {
  const isInside = kind === null ? tokenOf(destination)?.kind === 'n' : kind === 'note'
  return writeToken(
    {
      address: record.type.settings.address,
      number: record.record.number,
      person: person.id,
      kind: isInside ? 'n' : 'm',
      domain: site.domain,
    },
    site.keys,
  )
}

function traced({ kind, held, outcomes }: Said): object {
  return {
    as: kind ?? 'commands',
    ...(held === null ? {} : { held }),
    ...(outcomes.length === 0
      ? {}
      : { commands: outcomes.map(({ command, result }) => `/${command.verb}: ${result}`) }),
  }
}
