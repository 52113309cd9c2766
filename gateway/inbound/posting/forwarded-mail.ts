import { findVerb } from '../../chatter/commands/verbs.ts'
import { postMessage } from '../../chatter/messages/post.ts'
import type { Draft } from '../../chatter/messages/write-message.ts'
import { meetPerson } from '../../chatter/people/people.ts'
import { may } from '../../chatter/people/roles.ts'
import { rememberNamed } from '../../chatter/records/mail-ids.ts'
import type { OpenRecord } from '../../chatter/records/records.ts'
import { splitAddress } from '../../mail/addresses.ts'
import { honestName } from '../../mail/header/look-alike.ts'
import { foldedHtml } from '../../mail/html/folded-html.ts'
import type { Forwarded, Mailbox } from '../../mail/reading.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { isVouchedFor } from '../admission/command-limits.ts'
import { isReleased } from '../admission/hold.ts'
import type { AuthorKnown } from '../routing/case.ts'
import type { ToNewRecord } from '../routing/destination.ts'
import { draftOf } from './mail-draft.ts'
import { sayMail } from './say-mail.ts'

/** Who wrote the mail that a user has passed on. */
export type Original = { author: PersonRow; mailbox: Mailbox; forwarded: Forwarded }

/**
 * Who wrote the mail that a colleague passes on to an alias: whoever asked has no record yet, and the record is to be theirs. Only who
 * has shown to be a user is believed in this; what a customer passes on stays theirs, and so does a colleague's mail.
 */
export async function originalAuthor(
  tx: Tx,
  open: AuthorKnown,
  { asNote }: ToNewRecord,
): Promise<Original | null> {
  const { forwarded } = open.reading
  const from = forwarded?.declared ? forwarded.from : null
  if (!forwarded || !from || !splitAddress(from.address) || forwarded.body.trim() === '')
    return null
  if (asNote || !may(open.person, 'post') || !isVouchedFor(open) || isReleased(open)) return null
  // who wants it kept inside has said so
  if (open.reading.commands.some(({ verb }) => findVerb(verb)?.name === 'note')) return null
  const mailbox = { name: honestName(from), address: from.address }
  const author = await meetPerson(tx, mailbox, open.at)
  return author.kind === 'contact' ? { author, mailbox, forwarded } : null
}

type Place = { record: OpenRecord; destination: ToNewRecord; audience: 'everyone' }

/** The first words of a record: what a mail says, or what it passes on as a message of who wrote that. */
export async function sayOrPassOn(
  tx: Tx,
  open: AuthorKnown,
  place: Place,
  original: Original | null,
): Promise<{ said: object; message: MessageRow | null }> {
  return original ? passOn(tx, open, place, original) : sayMail(tx, open, place)
}

/**
 * What the colleague wrote above it is a note, and the mail's id is the note's: who wrote the message has never seen that id, and no
 * References tell it to them.
 */
async function passOn(tx: Tx, open: AuthorKnown, place: Place, original: Original) {
  const draft = draftOfOriginal(open, place.destination, original)
  const message = await postMessage(tx, place.record.thread, draft)
  const destination = { ...place.destination, asNote: true }
  const note = hasOwnWords(open, original)
    ? await sayMail(tx, ownWords(open), { ...place, destination })
    : null
  const id = open.reading.messageId
  if (!note?.message && id !== null) await rememberNamed(tx, message.id, [id])
  return { said: { ...note?.said, as: 'message', wroteIt: original.mailbox.address }, message }
}

function draftOfOriginal(
  open: AuthorKnown,
  destination: ToNewRecord,
  { author, mailbox, forwarded }: Original,
): Draft {
  const { mail, ...draft } = draftOf(open, destination, 'everyone')
  const html = open.reading.htmlParts.filter(({ kind }) => kind === 'forwarded')
  return {
    ...draft,
    author,
    authorName: mailbox.name || author.name,
    authorAddress: mailbox.address,
    subject: forwarded.subject ?? draft.subject ?? '',
    text: forwarded.body,
    newText: forwarded.body,
    parts: [{ kind: 'new', text: forwarded.body }],
    html: html.length > 0 ? foldedHtml(html.map((part) => ({ ...part, kind: 'new' }))) : null,
    broughtBy: open.person.id,
    mail: {
      ...mail!,
      messageId: null,
      inReplyTo: null,
      date: forwarded.date ? Date.parse(forwarded.date) : mail!.date,
      // what the mail has shown is who passed it on, and nothing of who wrote it
      verified: false,
      authentication: null,
      headers: { ...mail!.headers, replyTo: [] },
      why: { ...mail!.why, forwardedBy: open.person.name },
    },
  }
}

function hasOwnWords({ reading }: AuthorKnown, { forwarded }: Original): boolean {
  const own = reading.parts.some(({ kind, text }) => kind === 'new' && text.trim() !== '')
  return own && forwarded.before.trim() !== ''
}

/** The same mail without what it passes on, whose files are the message's. */
function ownWords(open: AuthorKnown): AuthorKnown {
  const parts = open.reading.parts.filter(({ kind }) => kind !== 'forwarded' && kind !== 'quote')
  const text = parts.map((part) => part.text).join('\n')
  const reading = { ...open.reading, parts, text, html: null, htmlParts: [] }
  return { ...open, reading, files: [] }
}
