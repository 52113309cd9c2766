import type { Draft, MailFacts } from '../../chatter/messages/write-message.ts'
import { foldedHtml } from '../../mail/html/folded-html.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import type { AuthorKnown, CaseHere } from '../routing/case.ts'
import type { InThread, ToNewRecord } from '../routing/destination.ts'
import type { Rung } from '../routing/rung.ts'
import { type Brake, brakeOn } from './brakes.ts'

/** What a mail says in the thread that it goes to, and whom it is kept from: see brakes.ts. */
export function draftOf(
  open: AuthorKnown,
  destination: InThread | ToNewRecord,
  audience: MessageRow['audience'],
): Draft {
  const { reading, person } = open
  const brake = brakeOn(open, destination)
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
    ...(brake ? { hush: brake.hush } : {}),
    mail: mailFactsOf(open, destination.rung, brake),
  }
}

const NOT_TOLD: Record<Brake['hush'], string> = {
  outsiders: 'told to nobody outside',
  everybody: 'told to nobody',
}

function mailFactsOf(open: CaseHere, rung: Rung, brake: Brake | null): MailFacts {
  const { reading } = open
  const flaws = [
    ...reading.flaws,
    ...(reading.unparsed ? [`could not be read: ${reading.unparsed}`] : []),
    ...(brake ? [`${NOT_TOLD[brake.hush]}: ${brake.why}`] : []),
  ]
  const addresses = (boxes: { address: string }[]) => boxes.map((box) => box.address)
  return {
    inbound: open.mail.id,
    messageId: reading.messageId,
    inReplyTo: reading.inReplyTo[0] ?? null,
    date: reading.date ? Date.parse(reading.date) : null,
    class: reading.class,
    verified: open.verified,
    authentication: open.proof,
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
