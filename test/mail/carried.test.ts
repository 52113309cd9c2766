import { expect, test } from 'vitest'
import { isForwardSubject } from '../../gateway/mail/header/base-subject.ts'
import { multipart, readText } from './mails.ts'

const copied = 'Content\n'
const forwards: [client: string, head: string][] = [
  [
    'Gmail',
    '---------- Forwarded message ---------\nFrom: Cora <cora@customer.test>\nDate: Mon, 5 Jan 2026 at 09:00\nSubject: The table\nTo: Vic <vic@vendor.test>\n\n',
  ],
  [
    'Gmail, German',
    '---------- Weitergeleitete Nachricht ---------\nVon: Cora <cora@customer.test>\nDate: Mon, 5 Jan 2026\nSubject: The table\nTo: Vic\n\n',
  ],
  [
    'Apple Mail',
    'Begin forwarded message:\n\nFrom: Cora <cora@customer.test>\nSubject: The table\nDate: 5 January 2026 at 09:00:00 CET\nTo: Vic\n\n',
  ],
  [
    'Apple Mail, French',
    'Début du message réexpédié :\n\nDe: Cora <cora@customer.test>\nObjet: The table\nDate: 5 janvier 2026\nÀ: Vic\n\n',
  ],
  [
    'Thunderbird',
    '-------- Forwarded Message --------\nSubject: The table\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nFrom: Cora <cora@customer.test>\nTo: Vic\n\n',
  ],
  [
    'Outlook',
    'From: Cora <cora@customer.test>\nSent: Monday, 5 January 2026 09:00\nTo: Vic\nSubject: The table\n\n',
  ],
  [
    'Outlook, Dutch',
    'Van: Cora <cora@customer.test>\nVerzonden: maandag 5 januari 2026\nAan: Vic\nOnderwerp: The table\n\n',
  ],
  [
    'Outlook, Polish',
    'Od: Cora <cora@customer.test>\nWysłano: poniedziałek\nDo: Vic\nTemat: The table\n\n',
  ],
]

test.each(forwards)('a mail forwarded by %s tells who wrote it', async (_client, head) => {
  const mail = await readText(`Please answer.\n\n${head}${copied}`, { Subject: 'Fwd: The table' })
  expect(mail.forwarded).toMatchObject({
    from: { name: 'Cora', address: 'cora@customer.test' },
    subject: 'The table',
    before: 'Please answer.',
    body: 'Content',
    declared: true,
  })
})

test('a header copied above an ordinary reply declares no forward', async () => {
  const mail = await readText(`Fine.\n\n${forwards[5]![1]}${copied}`, { Subject: 'Re: The table' })
  expect([mail.forwarded?.declared, mail.newText]).toEqual([false, 'Fine.'])
})

test('a mail forwarded as an attachment tells who wrote it', async () => {
  const inner =
    'From: Cora <cora@customer.test>\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nSubject: The table\n\nIt is broken.'
  const body = multipart(
    'Content-Type: text/plain\n\nPlease answer.',
    `Content-Type: message/rfc822\n\n${inner}`,
  )
  const mail = await readText(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })
  expect(mail.forwarded).toMatchObject({
    via: 'attachment',
    before: 'Please answer.',
    body: 'It is broken.',
    date: '2026-01-05T08:00:00.000Z',
  })
  expect(mail.attachments[0]?.filename).toBe('The table.eml')
})

test('the prefix of a forward is known in many languages', () => {
  for (const prefix of ['Fwd', 'FW', 'WG', 'TR', 'RV', 'Enc', 'VS', 'PD', '转发'])
    expect(isForwardSubject(`${prefix}: x`)).toBe(true)
  for (const subject of ['Re: x', 'AW: x', 'Fast: x', null])
    expect(isForwardSubject(subject)).toBe(false)
})

test('an invitation is read, its repetition is not followed', async () => {
  const event =
    'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@x\nSUMMARY:Visit\\, at last\nDTSTART;TZID=Europe/Berlin:20260131T090000\nDTEND;TZID=Europe/Berlin:20260131T100000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nLOCATION:Hall\nORGANIZER;CN="Nora: N":mailto:nora@example.test\nATTENDEE:mailto:vic@vendor.test\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR'
  const mail = await readText(
    multipart(
      'Content-Type: text/plain\n\nCome.',
      `Content-Type: text/calendar; method=REQUEST\n\n${event}`,
    ),
    { 'Content-Type': 'multipart/mixed; boundary=cut' },
  )
  expect(mail.invite).toEqual({
    method: 'REQUEST',
    uid: '1@x',
    summary: 'Visit, at last',
    start: '2026-01-31T09:00:00',
    end: '2026-01-31T10:00:00',
    timeZone: 'Europe/Berlin',
    location: 'Hall',
    organizer: 'nora@example.test',
    attendees: ['vic@vendor.test'],
  })
})

const lengths: [length: string, start: string, end: string][] = [
  ['DURATION:PT1H30M', 'DTSTART:20260131T233000Z', '2026-02-01T01:00:00Z'],
  ['DURATION:P1D', 'DTSTART;VALUE=DATE:20260131', '2026-02-01'],
  ['DURATION:PT45M', 'DTSTART;TZID=Europe/Berlin:20260131T090000', '2026-01-31T09:45:00'],
]

test.each(lengths)('an event of %s from %s has an end', async (length, start, end) => {
  const event = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1@x\n${start}\n${length}\nEND:VEVENT\nEND:VCALENDAR`
  const mail = await readText(event, {
    'Content-Type': 'application/octet-stream; name=invite.ics',
  })
  expect(mail.invite?.end).toBe(end)
})
