import { addPerson } from '../../gateway/chatter/people/people.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import type { TokenKind } from '../../gateway/mail/addresses.ts'
import type { InboundRow } from '../../gateway/store/tables/mailbag.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { kim, nora, type Player } from '../cast.ts'
import { type House, openHouse, type SentMail, type TestMail } from '../house.ts'

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** A house with Nora's ticket, and Kim who works on it by mail, with proof of who she is. */
export async function openDesk(settings: Record<string, string> = {}) {
  const house = await openHouse(settings)
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  house.sent.length = 0

  /** What somebody writes to their own answer address. */
  const says = async (
    text: string,
    mail: Partial<TestMail> & { who?: Player; kind?: TokenKind } = {},
  ): Promise<InboundRow> => {
    const { who = kim, kind = 'm', ...rest } = mail
    const to = await house.replyAddress(ticket, who, kind)
    return house.receiveFrom(who, { to, text, ...rest })
  }
  return {
    house,
    ticket,
    says,
    /** The ticket as it is now. */
    now: () => house.record(house.reference(ticket)),
    posted: async () => (await house.entries(ticket)).filter(({ kind }) => kind !== 'change'),
    receipts: (who: Player = kim) => receiptsTo(house, who),
    /** The receipt's lines, without the mail's footer. */
    receipt: (who: Player = kim) => receiptsTo(house, who).at(-1)?.reading.text ?? '',
    /** Answers the last receipt as a client does. */
    answers: (text: string) => answerReceipt(house, text),
    toNora: () => house.sent.filter(({ to }) => to === nora.email),
    addUser: (name: string, address: string, role: PersonRow['role'] = 'agent') =>
      house.site.store.write((tx) => addPerson(tx, { name, address, role }, house.clock.now())),
  }
}

function receiptsTo(house: House, who: Player): SentMail[] {
  return house.sent.filter(
    ({ to, source }) => to === who.email && /^X-Postern-Class: receipt\r?$/m.test(source),
  )
}

async function answerReceipt(house: House, text: string): Promise<InboundRow> {
  const { reading } = receiptsTo(house, kim).at(-1)!
  return house.receiveFrom(kim, {
    to: reading.replyTo[0]!.address,
    subject: reading.subject ?? '',
    text: `${text}\n\nOn Sat, 21 Nov 2026 at 10:00, Postern <postmaster@example.test> wrote:\n${quoted(reading.text)}\n`,
    inReplyTo: `<${reading.messageId}>`,
    references: [...reading.references, reading.messageId!].map((id) => `<${id}>`),
  })
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

export function referenceTo(open: OpenRecord): string {
  return `${open.type.prefix}-${open.record.number}`
}
