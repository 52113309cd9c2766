import type { Draft, MailFacts } from '../chatter/messages/write-message.ts'
import { foldedHtml } from '../mail/html/folded-html.ts'
import type { Reading } from '../mail/reading.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import type { AuthorKnown, CaseHere } from './case.ts'
import type { Rung } from './rung.ts'

export function draftOf(open: AuthorKnown, rung: Rung, audience: MessageRow['audience']): Draft {
  const { reading, person } = open
  return {
    author: person,
    authorName: open.author.mailbox.name || person.name,
    authorAddress: open.author.mailbox.address,
    subject: reading.subject ?? '',
    text: reading.text,
    newText: reading.newText,
    html: reading.html === null ? null : foldedHtml(reading.htmlParts),
    parts: reading.parts,
    files: open.files,
    audience,
    at: open.at,
    mail: mailFactsOf(open, reading, rung),
  }
}

function mailFactsOf(open: CaseHere, reading: Reading, rung: Rung): MailFacts {
  const flaws = reading.unparsed
    ? [...reading.flaws, `could not be read: ${reading.unparsed}`]
    : reading.flaws
  const addresses = (boxes: { address: string }[]) => boxes.map((box) => box.address)
  return {
    inbound: open.mail.id,
    messageId: reading.messageId,
    inReplyTo: reading.inReplyTo[0] ?? null,
    date: reading.date ? Date.parse(reading.date) : null,
    class: reading.class,
    verified: open.verified,
    rung,
    why: open.why,
    headers: {
      to: addresses(reading.to),
      cc: addresses(reading.cc),
      replyTo: addresses(reading.replyTo),
    },
    flaws,
  }
}
