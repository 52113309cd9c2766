import { expect, test } from 'vitest'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { kim, nora } from '../cast.ts'
import { htmlQuotes } from '../mail/replies/html-rows.ts'
import { type Desk, openDesk } from './desk.ts'

/**
 * The corpus of commands: what mail programs quote, times where a command may stand. A command of the author runs where it counts, one
 * of a quote, a signature or a forward never does, and no text is lost.
 */

/** A mail in pieces; a style puts them together. `own`: what its author writes. */
type Pieces = { own: string; quoted: string }

/** `forwards`: what it holds below is told with it, so that it says something without words of its own. */
type Style = {
  client: string
  forwards?: true
  body(pieces: Pieces): { text: string } | { html: string }
}

type Placement = {
  where: string
  /** `@` is the sentence that must not be lost. */
  own: string
  /** A line in the quote. */
  quoted?: string
  by?: typeof kim
  stage: 'new' | 'waiting'
  kind: 'message' | 'note' | null
  receipt: RegExp | null
}

const RUN = '/stage waiting'
const NOT = '/stage solved'

const placements: Placement[] = [
  { where: 'the head', own: `${RUN}\n\n@`, stage: 'waiting', kind: 'message', receipt: null },
  { where: 'the tail', own: `@\n\n${RUN}`, stage: 'waiting', kind: 'message', receipt: null },
  {
    where: 'the head, and another in the quote',
    own: `${RUN}\n@`,
    quoted: NOT,
    stage: 'waiting',
    kind: 'message',
    receipt: null,
  },
  {
    where: 'the tail, and the same in the quote',
    own: `@\n${RUN}`,
    quoted: NOT,
    stage: 'waiting',
    kind: 'message',
    receipt: null,
  },
  { where: 'the quote', own: '@', quoted: NOT, stage: 'new', kind: 'message', receipt: null },
  {
    where: 'the quote, as a note',
    own: '@',
    quoted: '/note',
    stage: 'new',
    kind: 'message',
    receipt: null,
  },
  {
    where: 'the signature',
    own: `@\n\n-- \nKim Larsen\n${NOT}`,
    stage: 'new',
    kind: 'message',
    receipt: null,
  },
  {
    where: 'the middle',
    own: `@\n${NOT}\nThat is all.`,
    stage: 'new',
    kind: 'message',
    receipt: /Not run: “\/stage solved”/,
  },
  {
    where: 'the head, with a slip',
    own: `/stgae solved\n@`,
    stage: 'new',
    kind: 'note',
    receipt: /Not known: “\/stgae solved”\. Near it: “\/stage”/,
  },
  {
    where: 'the head, with a wrong value',
    own: `/stage nowhere\n@`,
    stage: 'new',
    kind: 'message',
    receipt: /Not done: “\/stage nowhere”\. There is no stage/,
  },
  {
    where: 'a mail without a text',
    own: RUN,
    quoted: NOT,
    stage: 'waiting',
    kind: null,
    receipt: null,
  },
  {
    where: "a customer's mail",
    own: `${NOT}\n@\n/note`,
    by: nora,
    stage: 'new',
    kind: 'message',
    receipt: null,
  },
]

const marked = (quoted: string) =>
  quoted
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
const below = (head: string, form: (quoted: string) => string): Style['body'] => {
  return ({ own, quoted }) => ({ text: `${own}\n\n${head}\n${form(quoted)}\n` })
}
const plain = (quoted: string) => quoted

const textStyles: Style[] = [
  {
    client: 'Gmail',
    body: below('On Mon, Jan 5, 2026 at 9:00 AM Nora Quist <nora@customer.test> wrote:\n', marked),
  },
  {
    client: 'Gmail in German',
    body: below(
      'Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Nora Quist <\nnora@customer.test>:\n',
      marked,
    ),
  },
  {
    client: 'Apple Mail',
    body: below('On 5 Jan 2026, at 09:00, Nora Quist <nora@customer.test> wrote:\n', marked),
  },
  { client: 'Thunderbird', body: below('On 05/01/2026 09:00, Nora Quist wrote:', marked) },
  {
    client: 'Thunderbird in French',
    body: below('Le 05/01/2026 à 09:00, Nora Quist a écrit :', marked),
  },
  {
    client: 'Outlook',
    body: below(
      'From: Nora Quist <nora@customer.test>\nSent: Monday, January 5, 2026 9:00 AM\nTo: Kim Larsen <kim@example.test>\nSubject: Re: Printer\n',
      plain,
    ),
  },
  {
    client: 'Outlook in German',
    body: below(
      'Von: Nora Quist <nora@customer.test>\nGesendet: Montag, 5. Januar 2026 09:00\nAn: Kim Larsen\nBetreff: AW: Printer\n',
      plain,
    ),
  },
  {
    client: 'Outlook with a rule',
    body: below(
      '________________________________\nFrom: Nora Quist <nora@customer.test>\nSent: Monday, January 5, 2026 9:00:00 AM\nTo: Kim Larsen\nSubject: Re: Printer\n',
      plain,
    ),
  },
  {
    client: 'old Outlook',
    body: below(
      '-----Original Message-----\nFrom: Nora Quist\nSent: Monday\nTo: Kim\nSubject: Printer\n',
      plain,
    ),
  },
  {
    client: 'a forward',
    forwards: true,
    body: below(
      '---------- Forwarded message ---------\nFrom: Nora Quist <nora@customer.test>\nDate: Mon, 5 Jan 2026 at 09:00\nSubject: Printer\nTo: Kim Larsen <kim@example.test>\n',
      plain,
    ),
  },
  {
    client: 'mutt',
    body: below('On Mon, Jan 05, 2026 at 09:00:00AM +0100, Nora Quist wrote:', marked),
  },
  {
    client: 'an answer below its quote',
    body: ({ own, quoted }) => ({
      text: `On 5 Jan 2026, at 09:00, Nora Quist <nora@customer.test> wrote:\n\n${marked(quoted)}\n\n${own}\n`,
    }),
  },
]

const htmlStyles: Style[] = htmlQuotes.slice(0, 14).map(([client, quote]) => ({
  client: `${client} in HTML`,
  body: ({ own, quoted }) => ({
    html: `<html><body>${own
      .split('\n')
      .map((line) => `<div>${line || '<br>'}</div>`)
      .join(
        '',
      )}${quote.replaceAll('The leg is broken.', quoted.split('\n').join('<br>'))}</body></html>`,
  }),
}))

test.each([
  ['text', textStyles],
  ['HTML', htmlStyles],
] as const)(
  'commands in %s run where their author put them, and never from what they quote',
  async (_, styles) => {
    const desk = await openDesk()
    const wrong: string[] = []
    let mails = 0
    for (const style of styles)
      for (const placement of placements) {
        const fault = await faultOf(desk, {
          style,
          placement,
          sentence: `Sentence number ${++mails} is here.`,
        })
        if (fault) wrong.push(`${style.client}, ${placement.where}: ${fault}`)
      }
    expect(wrong).toEqual([])
    expect(mails).toBeGreaterThan(140)
  },
  180_000,
)

/** What a mail did that it should not have done, or the other way round. */
async function faultOf(
  desk: Desk,
  { style, placement, sentence }: { style: Style; placement: Placement; sentence: string },
): Promise<string | null> {
  await backToNew(desk)
  desk.house.clock.forward(10 * 60_000)
  desk.house.sent.length = 0
  const before = (await desk.posted()).length
  const own = placement.own.replace('@', sentence)
  const quoted = ['The leg is broken.', placement.quoted, 'Please help.'].filter(Boolean).join('\n')
  await desk.says('', {
    text: undefined,
    ...style.body({ own, quoted }),
    who: placement.by ?? kim,
  } as never)

  const entries = await desk.posted()
  const last = entries.length > before ? entries.at(-1)! : null
  const seen = {
    stage: (await desk.now()).record.stage,
    kind: last?.kind ?? null,
    text: !own.includes(sentence) || (last?.new_text.includes(sentence) ?? false),
    shown: !last?.new_text.includes(RUN),
    receipts: desk.receipts().length,
    told: placement.receipt === null || placement.receipt.test(desk.receipt()),
  }
  const { stage, receipt } = placement
  const kind = placement.kind ?? (style.forwards ? 'message' : null)
  const wanted = {
    stage,
    kind,
    text: true,
    shown: true,
    receipts: receipt === null ? 0 : 1,
    told: true,
  }
  return JSON.stringify(seen) === JSON.stringify(wanted) ? null : JSON.stringify(seen)
}

async function backToNew({ house, now }: Desk): Promise<void> {
  const open = await now()
  await house.site.store.write(async (tx) =>
    saveRecord(tx, open, {
      by: await personByAddress(tx, kim.email),
      values: { stage: 'new' },
      at: house.clock.now(),
    }),
  )
}
