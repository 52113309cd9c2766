import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { kim, mallory, nora, type Player } from '../cast.ts'
import { openDns } from '../dns-server.ts'
import { type ActivityDesk, openActivityDesk } from './activity-desk.ts'

type Event = {
  method?: string
  uid?: string
  sequence?: number
  start?: string
  end?: string
  more?: string[]
  organizer?: Player
  summary?: string
}

function calendar(event: Event = {}): string {
  const { method = 'REQUEST', uid = 'visit-1@customer.test', sequence = 0, more = [] } = event
  const { start = 'DTSTART;TZID=Europe/Berlin:20261127T140000', organizer = nora } = event
  return [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `SUMMARY:${event.summary ?? 'Visit of the printer'}`,
    start,
    event.end ?? 'DURATION:PT1H',
    'LOCATION:Hall 3',
    `ORGANIZER;CN=${organizer.name}:mailto:${organizer.email}`,
    `ATTENDEE:mailto:${kim.email}`,
    ...more,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
}

function mailWith(ics: string, to: string, from: Player = nora) {
  const raw = [
    `From: ${from.name} <${from.email}>`,
    `To: ${to}`,
    'Subject: Invitation',
    `Message-ID: <${Buffer.from(ics).toString('base64url').slice(-40)}${ics.length}@x.test>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=cut',
    '',
    '--cut',
    'Content-Type: text/plain',
    '',
    'Please come.',
    '--cut',
    'Content-Type: text/calendar; method=REQUEST; charset=utf-8',
    '',
    ics,
    '--cut--',
    '',
  ].join('\r\n')
  return { from, to, raw }
}

/** Nora writes to her ticket; `proved`: and shows that it is she. */
async function sends(desk: ActivityDesk, event: Event, who: Player = nora, proved = true) {
  const to = await desk.house.replyAddress(desk.ticket, nora)
  const mail = mailWith(calendar(event), who === nora ? to : 'ticket+1@example.test', who)
  return proved ? desk.house.receiveFrom(who, mail) : desk.house.receive(mail)
}

test('an invitation becomes a meeting of the user who is invited, moved and cancelled by its UID', async () => {
  const desk = await openActivityDesk()
  await desk.livesIn(kim, 'America/New_York')
  const filed = await sends(desk, {})
  const [meeting, ...others] = await desk.planned()
  expect(others).toEqual([])
  expect(meeting).toMatchObject({
    type_name: 'Meeting',
    summary: 'Visit of the printer',
    place: 'Hall 3',
    due_on: '2026-11-27',
    starts_at: Date.parse('2026-11-27T13:00:00Z'),
    ends_at: Date.parse('2026-11-27T14:00:00Z'),
    assignee: kim.name,
    note: `Invited by ${nora.name} <${nora.email}>.`,
  })
  expect(filed.trace).toContain(`#${meeting!.id} is planned`)

  await sends(desk, { sequence: 1, start: 'DTSTART:20261130T033000Z' })
  // in New York that is still Sunday
  expect(await desk.planned()).toMatchObject([
    { id: meeting!.id, due_on: '2026-11-29', starts_at: Date.parse('2026-11-30T03:30:00Z') },
  ])
  const entry = (await desk.house.entries(desk.ticket)).at(-1)!
  expect(entry).toMatchObject({ kind: 'change', subtype: 'activities', audience: 'users' })
  expect(entry.body).toContain(
    'Fri, 27 Nov 2026, 08:00 (America/New_York) · Hall 3 · Visit of the printer → Sun, 29 Nov 2026, 22:30 (America/New_York)',
  )

  await sends(desk, { method: 'CANCEL', sequence: 2 })
  expect(await desk.planned()).toEqual([])
  expect(await desk.look(meeting!.id)).toMatchObject({ outcome: 'cancelled' })
})

test('who has shown nothing may invite, and neither moves nor cancels; the thread tells of the wish', async () => {
  const desk = await openActivityDesk()
  await sends(desk, {}, nora, false)
  const [meeting] = await desk.planned()
  expect(meeting!.note).toContain('which nothing proves')
  for (const event of [
    { sequence: 1, start: 'DTSTART:20261201T090000Z' },
    { method: 'CANCEL', sequence: 1 },
  ]) {
    const filed = await sends(desk, event, nora, false)
    expect(filed.trace).toContain('stays: nothing shows that who holds it wrote this')
  }
  expect(await desk.planned()).toMatchObject([{ id: meeting!.id, due_on: meeting!.due_on }])
  expect((await desk.house.entries(desk.ticket)).at(-1)!.body).toContain(
    'to be cancelled, says a mail',
  )
})

test('another outsider who knows the UID, proved or not, touches nobody else’s meeting', async () => {
  const desk = await openActivityDesk()
  await sends(desk, {})
  for (const proved of [true, false]) {
    await sends(desk, { method: 'CANCEL', sequence: 9, organizer: mallory }, mallory, proved)
    await sends(desk, { sequence: 9, start: 'DTSTART:20261224T090000Z' }, mallory, proved)
  }
  const [meeting, ...others] = await desk.planned()
  expect(others).toEqual([])
  expect(meeting).toMatchObject({ due_on: '2026-11-27', outcome: null })
})

test('a change that comes to another address finds its meeting, and plans no second one', async () => {
  const desk = await openActivityDesk()
  await sends(desk, {})
  const [meeting] = await desk.planned()
  const later = calendar({ sequence: 1, start: 'DTSTART:20261202T090000Z' })
  await desk.house.receiveFrom(nora, mailWith(later, 'support@example.test'))
  expect(await desk.planned()).toMatchObject([{ id: meeting!.id, due_on: '2026-12-02' }])
  const other = await desk.house.record('T-2')
  expect(await desk.planned(other)).toEqual([])
})

test('an older change, one date of a series, an answer, a past event and one without a time change nothing', async () => {
  const desk = await openActivityDesk()
  await sends(desk, { sequence: 3, more: ['RRULE:FREQ=WEEKLY'] })
  const before = await desk.planned()
  expect(before[0]!.note).toContain('It repeats (FREQ=WEEKLY): only its first date stands here.')
  for (const event of [
    { sequence: 2, start: 'DTSTART:20261202T090000Z' },
    { sequence: 4, method: 'CANCEL', more: ['RECURRENCE-ID:20261204T130000Z'] },
    { sequence: 4, method: 'REPLY', start: 'DTSTART:20261202T090000Z' },
    { uid: 'past@x', start: 'DTSTART:20261102T090000Z' },
    { uid: 'none@x', start: 'DTSTAMP:20261102T090000Z', end: 'CLASS:PUBLIC' },
    { uid: '', summary: 'No name' },
  ])
    await sends(desk, event)
  expect(await desk.planned()).toEqual(before)
})

const ZONES: [start: string, at: string][] = [
  ['DTSTART;TZID="W. Europe Standard Time":20261127T140000', '2026-11-27T13:00:00Z'],
  [
    'DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270401T140000',
    '2027-04-01T12:00:00Z',
  ],
  ['DTSTART;TZID=Customized Time Zone:20261127T140000', '2026-11-27T19:00:00Z'],
  ['DTSTART:20261127T140000', '2026-11-27T19:00:00Z'],
]

test.each(ZONES)('a meeting at %s is at %s for Kim in New York', async (start, at) => {
  const desk = await openActivityDesk()
  await desk.livesIn(kim, 'America/New_York')
  await sends(desk, { start })
  expect((await desk.planned())[0]!.starts_at).toBe(Date.parse(at))
})

test('a whole day is that day; a held or refused mail plans nothing', async () => {
  const desk = await openActivityDesk()
  await sends(desk, { start: 'DTSTART;VALUE=DATE:20261224', end: 'DTEND;VALUE=DATE:20261225' })
  expect(await desk.planned()).toMatchObject([{ due_on: '2026-12-24', starts_at: null }])
  // in Kim's name, unproved: it waits for her
  const forged = mailWith(calendar({ uid: 'forged@x' }), 'support@example.test', kim)
  expect(await desk.house.receive(forged)).toMatchObject({ state: 'held' })
  expect(await desk.house.recordCount()).toBe(1)
  expect(await desk.planned()).toHaveLength(1)
})

test('a mail is filed whatever becomes of its meeting', async () => {
  const desk = await openActivityDesk()
  await desk.changeType('Meeting', { record_type_id: desk.ticket.type.id + 1 })
  const filed = await sends(desk, {})
  expect(filed).toMatchObject({ state: 'filed' })
  expect(filed.trace).toContain('nothing is planned: Meeting is no activity of a ticket.')
  expect((await desk.posted()).at(-1)!.body).toContain('Please come.')
})

test('twenty meetings by mail are planned on a record, and no more', async () => {
  const desk = await openActivityDesk()
  const inviter = await desk.house.idOf(nora)
  for (let n = 0; n < 20; n++) {
    const meeting = { uid: `${n}@customer.test`, sequence: 0, organizer: null, inviter }
    await desk.plan({ type: 'Meeting', meeting })
  }
  const filed = await sends(desk, { uid: 'one more@customer.test' })
  expect(filed.trace).toContain('too many meetings by mail are planned here')
  expect(await desk.planned()).toHaveLength(20)
})

test('the signature of her domain shows that a change is Nora’s', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const DNS_SERVERS = await openDns({
    's._domainkey.customer.test': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
  })
  const desk = await openActivityDesk({ DNS_SERVERS })
  const to = await desk.house.replyAddress(desk.ticket, nora)
  const dkim = { domainName: 'customer.test', keySelector: 's', privateKey }
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim,
  })
  for (const event of [{}, { method: 'CANCEL', sequence: 1 }]) {
    const { raw } = mailWith(calendar(event), to)
    const { message } = await transport.sendMail({ envelope: { from: nora.email, to }, raw })
    await desk.house.receive({ from: nora, to, raw: message as Buffer })
    // DNS may take its time: the mail then comes again
    await desk.house.settle()
  }
  expect(await desk.look(1)).toMatchObject({ type_name: 'Meeting', outcome: 'cancelled' })
})
