import { expect, test } from 'vitest'
import { cutReply, newTextOf } from '../../gateway/mail/trimming/reply-text.ts'
import { readHtml, readText } from './mails.ts'

const quoted = '> The leg is broken.\n> Please send a new one.\n'
const unmarked = 'The leg is broken.\nPlease send a new one.\n'

const heads: [client: string, head: string, quote: string][] = [
  ['Gmail, English', 'On Mon, 5 Jan 2026 at 09:00, Nora <nora@example.test> wrote:', quoted],
  [
    'Gmail over two lines',
    'On Mon, 5 Jan 2026 at 09:00, Nora Nobody-Longname <\nnora@example.test> wrote:',
    quoted,
  ],
  ['Gmail, German', 'Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Nora <nora@example.test>:', quoted],
  ['Gmail, French', 'Le lun. 5 janv. 2026 à 09:00, Nora <nora@example.test> a écrit :', quoted],
  ['Gmail, Spanish', 'El lun, 5 ene 2026 a las 9:00, Nora (<nora@example.test>) escribió:', quoted],
  [
    'Gmail, Italian',
    'Il giorno lun 5 gen 2026 alle ore 09:00 Nora <nora@example.test> ha scritto:',
    quoted,
  ],
  ['Gmail, Dutch', 'Op ma 5 jan 2026 om 09:00 schreef Nora <nora@example.test>:', quoted],
  [
    'Gmail, Portuguese',
    'Em seg., 5 de jan. de 2026 às 09:00, Nora <nora@example.test> escreveu:',
    quoted,
  ],
  ['Gmail, Polish', 'pon., 5 sty 2026 o 09:00 Nora <nora@example.test> napisał(a):', quoted],
  ['Gmail, Swedish', 'Den mån 5 jan. 2026 kl 09:00 skrev Nora <nora@example.test>:', quoted],
  ['Gmail, Russian', 'пн, 5 янв. 2026 г. в 09:00, Nora <nora@example.test>:', quoted],
  ['Gmail, Japanese', '2026年1月5日(月) 9:00 Nora <nora@example.test>:', quoted],
  ['Gmail, Chinese', 'Nora <nora@example.test> 于2026年1月5日周一 09:00写道：', quoted],
  ['Gmail, Korean', '2026년 1월 5일 (월) 오전 9:00, Nora <nora@example.test>님이 작성:', quoted],
  ['Apple Mail', 'On 5 Jan 2026, at 09:00, Nora <nora@example.test> wrote:\n', quoted],
  ['Thunderbird', 'On 05/01/2026 09:00, Nora wrote:', quoted],
  [
    'Zoho',
    '---- On Mon, 05 Jan 2026 09:00:00 +0100 Nora <nora@example.test> wrote ----\n',
    unmarked,
  ],
  [
    'Outlook, English',
    'From: Nora <nora@example.test>\nSent: Monday, 5 January 2026 09:00\nTo: Vic\nSubject: The table\n',
    unmarked,
  ],
  [
    'Outlook, German',
    'Von: Nora <nora@example.test>\nGesendet: Montag, 5. Januar 2026 09:00\nAn: Vic\nBetreff: Der Tisch\n',
    unmarked,
  ],
  [
    'Outlook, French',
    'De : Nora <nora@example.test>\nEnvoyé : lundi 5 janvier 2026 09:00\nÀ : Vic\nObjet : La table\n',
    unmarked,
  ],
  [
    'Outlook, old',
    '-----Original Message-----\nFrom: Nora\nSent: Monday\nTo: Vic\nSubject: The table\n',
    unmarked,
  ],
  [
    'Outlook on the web',
    '________________________________\nFrom: Nora <nora@example.test>\nSent: Monday\nTo: Vic\nSubject: x\n',
    unmarked,
  ],
  ['our marker', '-- Reply above this line --', unmarked],
  ['our marker, quoted', '> Reply above this line', quoted],
]

test.each(heads)(
  'a reply above the quote is cut at the head of %s',
  async (_client, head, quote) => {
    const mail = await readText(`A new leg is on its way.\n\n${head}\n${quote}`)
    expect(mail.newText).toBe('A new leg is on its way.')
    expect(mail.parts.map((part) => part.kind)).toEqual(['new', 'quote'])
  },
)

const notHeads = [
  'On Monday I wrote: the leg is broken.',
  'Please note:\n12 legs, 3 tables and 4 chairs at 10:30:',
  'From: here to there it takes two days.',
  'Kim said it is fine, see https://example.test/on-2026-wrote-it',
  'The steps:\n- saw\n- glue\n- paint',
]

test.each(notHeads)('new words that look like a head stay visible: %j', async (text) => {
  expect((await readText(`${text}\n\nVic`)).newText).toBe(`${text}\n\nVic`)
})

test('answers between quoted lines stay visible, in their order', async () => {
  const mail = await readText('> Is it the left leg?\nYes.\n> Or the right one?\nNo.\n')
  expect(mail.parts.map((part) => part.kind)).toEqual(['quote', 'new', 'quote', 'new'])
  expect(mail.newText).toBe('Yes.\nNo.')
})

test('an answer below the quote is the new text', async () => {
  const mail = await readText(
    `On 5 Jan 2026, Nora <nora@example.test> wrote:\n${quoted}\nIt is on its way.\n`,
  )
  expect(mail.newText).toBe('It is on its way.')
})

const signatures = [
  '-- \nVic Vendor\nVendor Ltd',
  'Sent from my iPhone',
  'Von meinem iPhone gesendet',
  'Envoyé de mon iPhone',
  'Get Outlook for iOS<https://aka.ms/o0ukef>',
  '-Vic',
]

test.each(signatures)('the signature %j is folded', async (signature) => {
  expect((await readText(`It is on its way.\n\n${signature}\n`)).newText).toBe('It is on its way.')
})

test('our own footer and a disclaimer are footers', async () => {
  const own = await readText('Fine.\n\nRef T-42-k3x9\n')
  expect(own.parts.at(-1)).toEqual({ kind: 'footer', text: 'Ref T-42-k3x9\n' })
  const legal = await readText('Fine.\n\nThis e-mail is confidential and only for you.\n')
  expect(legal.newText).toBe('Fine.')
})

test('a short passage cited above the answer is shown with it, a whole mail is not', async () => {
  const cited = await readText('> Is it the left leg?\n\nYes.\n\n-- \nVic\n')
  expect(cited.newText).toBe('> Is it the left leg?\n\nYes.')
  expect((await readText(`${'> Is it?\n'.repeat(20)}\nYes.\n`)).newText).toBe('Yes.')
  const introduced = await readText('> On 5 Jan 2026, Nora wrote:\n> Is it?\n\nYes.\n')
  expect(introduced.newText).toBe('Yes.')
})

test('a mail that is nothing but a long quote is shown whole', async () => {
  const quote = quoted.repeat(20)
  expect((await readText(quote)).newText).toBe(quote.trim())
})

test('the HTML of Gmail and of Outlook is cut as their text is', async () => {
  const gmail =
    '<div>Fine.</div><div class="gmail_quote"><div>On Mon, 5 Jan 2026 Nora &lt;n@example.test&gt; wrote:<br></div><blockquote>Old</blockquote></div>'
  const outlook =
    '<p>Fine.</p><hr><div id="divRplyFwdMsg"><b>From:</b> Nora<br><b>Sent:</b> Monday<br><b>To:</b> Vic<br></div><p>Old</p>'
  expect((await readHtml(gmail)).newText).toBe('Fine.')
  expect((await readHtml(outlook)).newText).toBe('Fine.')
})

test('the parts joined are the text, whatever it is', () => {
  for (const text of [
    '',
    '\n',
    'a\n\n> b\n\n-- \nc',
    '> a\nb\n> c',
    '-----Original Message-----\n',
    '\n\n\n',
  ]) {
    expect(
      cutReply(text)
        .map((part) => part.text)
        .join('\n'),
    ).toBe(text)
    expect(newTextOf([])).toBe('')
  }
})
