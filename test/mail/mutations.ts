import fc from 'fast-check'
import { formats } from './bounce-formats.ts'
import { mailOf, multipart } from './mails.ts'

const cut = { 'Content-Type': 'multipart/mixed; boundary=cut' }
const qp = { 'Content-Transfer-Encoding': 'quoted-printable' }

/** Whole mails of many kinds, as seeds to be spoiled. */
export const seeds: Buffer[] = [
  mailOf(
    'Hello Kim,\n\nthe leg came.\n\nOn Mon, 5 Jan 2026, Kim <kim@postern.test> wrote:\n> When?\n\n-- \nVic\n',
  ),
  mailOf('Gr=C3=BC=C3=9Fe =\nan alle\n', {
    ...qp,
    Subject: '=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?iso-2022-jp?B?GyRCJDMbKEI=?=',
  }),
  mailOf('Long lines that \nflow on\n> quoted \n> too\n-- \nVic\n', {
    'Content-Type': 'text/plain; format=flowed; delsp=yes',
  }),
  mailOf(
    multipart(
      'Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/plain\n\nHello\n--in\nContent-Type: text/html; charset=utf-8\n\n<p>Hello <b onclick="x()">Nora</b><img src="cid:a"><script>x</script></p><blockquote type="cite">When?</blockquote>\n--in--',
      'Content-Type: image/png; name="a.png"\nContent-ID: <a>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
      "Content-Type: application/pdf; name*0*=utf-8''Gr%C3%BC; name*1=ne.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=",
    ),
    cut,
  ),
  mailOf(
    multipart(
      'Content-Type: text/plain\n\nFYI\n\n---------- Forwarded message ---------\nFrom: Nora <nora@customer.test>\nDate: Mon, 5 Jan 2026\nSubject: The table\nTo: Vic <vic@vendor.test>\n\nIt is broken.',
      'Content-Type: message/rfc822\n\nFrom: nora@customer.test\nSubject: The table\nMessage-ID: <9@customer.test>\n\nIt is broken.',
    ),
    { ...cut, Subject: 'Fwd: The table' },
  ),
  mailOf(
    'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@customer.test\nDTSTART;TZID="Europe/Berlin":20260105T100000\nDTEND:20260105T090000Z\nSUMMARY:Fitting\\, the leg\nATTENDEE;CN="Vic: V":mailto:vic@vendor.test\nEND:VEVENT\nEND:VCALENDAR\n',
    { 'Content-Type': 'text/calendar; method=REQUEST' },
  ),
  mailOf('begin 644 cat.gif\n#0V%T\n`\nend\n=ybegin line=128 size=1 name=a\nx\n=yend size=1\n'),
  mailOf('eJ8+IgEAkAgABAAAAAAAAQABAAEHkAYACAAAAOQEAAAAAADoAAEIgAcAGAAAAElQTS5NaWNyb3NvZnQ=', {
    'Content-Type': 'application/ms-tnef; name=winmail.dat',
    'Content-Transfer-Encoding': 'base64',
  }),
  mailOf(
    multipart(
      'Content-Type: text/plain\n\nYour message could not be delivered.',
      'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; gone@vendor.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n',
      'Content-Type: text/rfc822-headers\n\nFrom: support@postern.test\nTo: gone@vendor.test\nMessage-ID: <m.7@postern.test>\n',
    ),
    {
      From: 'MAILER-DAEMON@mx.test',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=cut',
    },
  ),
  ...formats.slice(0, 20).map(([, , subject, words]) =>
    mailOf(words, {
      From: 'Mail Delivery System <MAILER-DAEMON@mx.test>',
      Subject: subject.replace(/[^ -~]/g, '?'),
    }),
  ),
]

type Change = { kind: number; at: number; length: number; byte: number; other: number }

const tokens = [
  '\r\n\r\n',
  '\n',
  '\0',
  '--cut',
  '--cut--',
  '=?utf-8?B?',
  '?=',
  '<',
  '>',
  '"',
  '(',
  ';',
  ':',
  '=',
  '\u001b$B',
  '\xff\xfe',
  '=\r\n',
  '> ',
  'From: ',
  '-- \n',
  '<table>',
  '</div>',
  '&#x',
  'begin 644 a\n',
  'Content-Type: multipart/mixed; boundary=cut\r\n',
]

/** A few changes to one mail: a byte, a piece lost, doubled or moved, a token put in, the end of another mail. */
export const spoiled: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.nat(seeds.length - 1),
    fc.array(
      fc.record({
        kind: fc.nat(5),
        at: fc.nat(3000),
        length: fc.nat(120),
        byte: fc.nat(255),
        other: fc.nat(seeds.length - 1),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([seed, changes]) => changes.reduce(change, seeds[seed]!))

function change(mail: Buffer, { kind, at: place, length, byte, other }: Change): Buffer {
  const at = mail.length === 0 ? 0 : place % mail.length
  const [before, piece, after] = [
    mail.subarray(0, at),
    mail.subarray(at, at + length),
    mail.subarray(at + length),
  ]
  if (kind === 0) return Buffer.concat([before, Buffer.from([byte]), mail.subarray(at + 1)])
  if (kind === 1) return Buffer.concat([before, after])
  if (kind === 2) return Buffer.concat([before, piece, piece, after])
  if (kind === 3)
    return Buffer.concat([
      before,
      Buffer.from(tokens[byte % tokens.length]!, 'latin1'),
      mail.subarray(at),
    ])
  if (kind === 4) return Buffer.concat([after, piece, before])
  return Buffer.concat([before, seeds[other]!.subarray(at)])
}
