import { expect, test } from 'vitest'
import { multipart, readText } from './mails.ts'

type Row = [program: string, header: Record<string, string>, text: string]

/** Header fields beyond ASCII are written as programs write them. */
function read(header: Record<string, string>, text: string) {
  const subject = `=?utf-8?B?${Buffer.from(header['Subject'] ?? 'Re: x').toString('base64')}?=`
  return readText(text, { ...header, Subject: subject, 'In-Reply-To': '' })
}

const programs: Row[] = [
  ['Exchange', { Subject: 'Automatic reply: The table' }, 'Back on Monday.'],
  ['Exchange in Chinese', { Subject: '自动答复: 桌子' }, '星期一回来。'],
  ['Exchange in Polish', { Subject: 'Odpowiedź automatyczna: stół' }, 'Wracam.'],
  ['Exchange in Bulgarian', { Subject: 'Автоматичен отговор: маса' }, 'Ще се върна.'],
  ['Exchange in Croatian', { Subject: 'Automatski odgovor: stol' }, 'Vraćam se.'],
  ['Exchange in Thai', { Subject: 'ตอบกลับอัตโนมัติ: โต๊ะ' }, 'x'],
  ['Notes in Italian', { Subject: 'Risposta Non al computer: tavolo' }, 'Torno presto.'],
  ['Yahoo', { Subject: 'Yahoo! Auto Response:' }, 'Thank you.'],
  ['a program of its own spelling', { 'X-Auto-Generated': 'yes' }, 'x'],
  ['another', { 'Auto-Generated': 'true' }, 'x'],
  ['a holiday program', { 'X-HolidayReply': '1' }, 'x'],
  ['a program that names itself', { 'X-Mailer': 'Autoresponder 1.2' }, 'x'],
  ['Mailman', { 'X-Mailer': 'The Mailman Replybot' }, 'x'],
  ['a precedence with a dash', { Precedence: 'auto-reply' }, 'x'],
  [
    'BoxTrapper',
    { Subject: 'Your email requires verification verify#abc' },
    'The message you sent requires that you verify that you are a real live human being.',
  ],
  [
    'Spam Arrest',
    { Subject: 'Re: The table (verification)' },
    "Nora here,\n\nI'm protecting myself from receiving junk mail. Just this once, click the link.",
  ],
  [
    'EarthLink',
    { Subject: 'Re: The table' },
    'I apologize for this automatic reply to your email.\n\nTo control spam, I now allow incoming messages only from senders I have approved.',
  ],
]

test.each(programs)('an answer of %s is no person', async (_program, header, text) => {
  const mail = await read(header, text)
  expect([mail.class, mail.mayAnswer]).toEqual(['auto-reply', false])
})

test('who is away says so in the text or in the title', async () => {
  const older = await read({ Subject: 'Out of Office AutoReply: The table' }, 'Back on Monday.')
  expect(older.class).toBe('out-of-office')
  const mail = await read({ Subject: 'Autosvar: bordet' }, 'Jag har semester till måndag.')
  expect(mail.class).toBe('out-of-office')
})

const persons: Row[] = [
  ['answers a program', { Subject: 'RE: Automatic reply: The table' }, 'When are you back?'],
  ['writes of a colleague', { Subject: 'Out of office: who comes?' }, 'Can somebody fit it?'],
  ['writes of cars', { Subject: 'Auto: neue Reifen' }, 'Die Reifen sind da.'],
  ['asks to confirm', { Subject: 'Please confirm your message' }, 'The one of Monday, please.'],
  [
    'cites a challenge',
    { Subject: 'What is this?' },
    `Hello Kim,\n\nwhen I write to Vic Vendor about the table or the chairs, which I did twice this week, once on Monday and once on Thursday at noon, this comes back to me every time, and I do not know what to do with it.\n\nThe message you sent requires that you verify that you are a real live human being.`,
  ],
  ['has a field that says no', { 'X-Autoreply': 'no' }, 'The table is here.'],
]

test.each(persons)('a person who %s is a person', async (_what, header, text) => {
  expect((await read(header, text)).class).toBe('human')
})

test('a read receipt is one in whatever multipart it comes', async () => {
  const body = multipart(
    'Content-Type: text/plain\n\nYour message was read.',
    'Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; nora@customer.test\nOriginal-Message-ID: <7@example.test>\nDisposition: manual-action/MDN-sent-manually; displayed',
  )
  for (const type of ['multipart/report; boundary=cut', 'multipart/mixed; boundary=cut']) {
    const mail = await readText(body, { 'Content-Type': type, Subject: 'Read: The table' })
    expect([mail.class, mail.bounce?.originalMessageId]).toEqual(['receipt', '7@example.test'])
  }
})
