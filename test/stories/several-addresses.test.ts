import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alsoIn } from '../../gateway/chatter/records/also-in.ts'
import { kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const SUPPORT = 'support@example.test'
const LEADS = 'leads@example.test'
const BOTH = [SUPPORT, LEADS]

async function houseWithLeads(): Promise<House> {
  const house = await openHouse()
  await house.alias({ address: LEADS, type: 'lead' })
  return house
}

test('a mail to two aliases is one original; each record knows of the other, and a reply to all makes no third', async () => {
  const house = await houseWithLeads()
  const subject = 'Printer, and a quote'
  await house.send({
    from: nora,
    to: BOTH,
    subject,
    messageId: '<m1@customer.test>',
    text: 'Both.',
  })
  const [ticket, lead] = [await house.record('T-1'), await house.record('L-1')]
  const [inTicket, inLead] = [(await house.entries(ticket))[0]!, (await house.entries(lead))[0]!]
  expect(inTicket.inbound_id).toBe(inLead.inbound_id)
  const also = await house.site.store.read((reader) => alsoIn(reader, [inTicket.id, inLead.id]))
  expect([also.get(inTicket.id), also.get(inLead.id)]).toEqual([['L-1'], ['T-1']])

  const answer = { from: nora, subject: `Re: ${subject}`, inReplyTo: '<m1@customer.test>' }
  await house.send({ ...answer, to: BOTH, text: 'Reply to all.' })
  await house.send({ ...answer, to: BOTH.toReversed(), text: 'Once more.' })
  for (const record of [ticket, lead])
    expect((await house.entries(record)).map((one) => one.new_text)).toEqual([
      'Both.',
      'Reply to all.',
      'Once more.',
    ])
  expect(await house.recordCount()).toBe(2)
})

test('two aliases of one type have a record each, and a reply to all finds both', async () => {
  const house = await openHouse()
  await house.alias({ address: 'billing@example.test', type: 'ticket' })
  const both = [SUPPORT, 'billing@example.test']
  await house.send({ from: nora, to: both, messageId: '<m1@customer.test>', text: 'Both.' })
  await house.send({ from: nora, to: both, inReplyTo: '<m1@customer.test>', text: 'Again.' })
  for (const reference of ['T-1', 'T-2'])
    expect(await house.entries(await house.record(reference))).toHaveLength(2)
  expect(await house.recordCount()).toBe(2)
})

const prefixes = [
  ...['Fwd', 'FW', 'WG', 'TR', 'RV', 'I', 'Doorst', 'ENC', 'VS', 'PD', 'VB', 'Пересл', '转发'],
]
for (const prefix of prefixes) {
  test(`a mail of a thread that is forwarded to another alias with "${prefix}:" opens a linked record, and leaves the thread alone`, async () => {
    const house = await houseWithLeads()
    const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
    const to = prefix === 'Fwd' ? BOTH : prefix === 'FW' ? BOTH.toReversed() : [LEADS]
    await house.send({
      from: nora,
      to,
      subject: `${prefix}: Printer on fire`,
      references: ['<m1@customer.test>'],
      text: 'For sales.',
      headers: { To: to.join(', ') },
    })
    expect(await house.entries(ticket)).toHaveLength(1)
    expect(await house.recordCount()).toBe(2)
    expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
  })
}

test('a mail that names a thread and goes to its alias and another one in To is for the other one', async () => {
  const house = await houseWithLeads()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  const mail = { from: nora, inReplyTo: '<m1@customer.test>', to: BOTH }
  await house.send({ ...mail, subject: 'A quote for a new one', text: 'How much?' })
  expect(await house.entries(ticket)).toHaveLength(1)
  expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
})

test('a plain answer to which another alias was added is read in both places', async () => {
  const house = await houseWithLeads()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  const mail = { from: nora, inReplyTo: '<m1@customer.test>', to: BOTH }
  await house.send({
    ...mail,
    subject: 'Re: Printer on fire',
    text: 'It burns, and how much is one?',
  })
  expect(await house.entries(ticket)).toHaveLength(2)
  expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
})

test('another alias that stands only in Cc of an answer gets no record of its own', async () => {
  const house = await houseWithLeads()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  const raw = [
    `From: ${nora.email}`,
    `To: ${SUPPORT}`,
    `Cc: ${LEADS}`,
    'Subject: Re: Printer on fire',
    'Message-ID: <m2@customer.test>',
    'In-Reply-To: <m1@customer.test>',
    '',
    'As said.',
    '',
  ].join('\r\n')
  await house.send({ from: nora, to: BOTH, raw })
  expect(await house.entries(ticket)).toHaveLength(2)
  expect(await house.recordCount()).toBe(1)
})

test('what was sent to a signed address is posted there, whatever else it was sent to', async () => {
  const house = await houseWithLeads()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  const token = await house.replyAddress(ticket, nora)
  const mail = { from: nora, inReplyTo: '<m1@customer.test>', to: [token, LEADS] }
  await house.send({ ...mail, subject: 'Fwd: Printer on fire', text: 'For both.' })
  expect(await house.entries(ticket)).toHaveLength(2)
  expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
})

test('the same mail by SMTP and by the pipe is one', async () => {
  const house = await openHouse()
  const raw = [
    `From: ${nora.name} <${nora.email}>`,
    `To: ${SUPPORT}`,
    'Subject: Once',
    'Message-ID: <once@customer.test>',
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    '',
    'Only once.',
    '',
  ].join('\r\n')
  await house.send({ from: nora, to: SUPPORT, raw })
  const ticket = await house.record('T-1')

  const { config } = house.site
  const file = join(config.DATA_DIR, 'again.eml')
  // another path, so other trace fields and other line ends
  writeFileSync(file, `Received: from elsewhere by here\n${raw.replaceAll('\r\n', '\n')}`)
  const bin = join(import.meta.dirname, '../../bin/postern.cjs')
  const env = { ...process.env, DATA_DIR: config.DATA_DIR, LOG_LEVEL: 'error', BASE_URL: '' }
  const { DATABASE_URL = '', SECRET_KEY = '' } = config
  const piped = spawnSync(process.execPath, [bin, 'inject', '--rcpt', SUPPORT, '--json', file], {
    env: { ...env, DATABASE_URL, SECRET_KEY },
    encoding: 'utf8',
  })
  expect(piped.stderr).toBe('')
  expect(JSON.parse(piped.stdout)).toMatchObject({ state: 'ignored', reason: 'duplicate' })
  expect(await house.entries(ticket)).toHaveLength(1)
  expect(await house.recordCount()).toBe(1)
})

test('two answers to a mail that never came here meet in one thread', async () => {
  const house = await openHouse()
  const unseen = '<unseen@elsewhere.test>'
  const ticket = await house.ticketFrom(nora, { inReplyTo: unseen, references: [unseen] })
  await house.send({ from: nora, to: SUPPORT, inReplyTo: unseen, subject: 'Re: It', text: 'Also.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    new_text: 'Also.',
    rung: 'named id',
  })
  expect(await house.recordCount()).toBe(1)
})

test('the second answer of somebody else opens a linked record, as for any id that a stranger names', async () => {
  const house = await openHouse()
  const unseen = '<unseen@elsewhere.test>'
  const ticket = await house.ticketFrom(nora, { inReplyTo: unseen })
  await house.send({ from: vic, to: SUPPORT, inReplyTo: unseen, subject: 'Re: It', text: 'Also.' })
  expect(await house.entries(ticket)).toHaveLength(1)
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
})

test('whoever names the ids of others first gets none of their mail', async () => {
  const house = await openHouse()
  const unseen = ['<a@elsewhere.test>', '<b@elsewhere.test>']
  await house.send({ from: vic, to: SUPPORT, references: unseen, text: 'I name them all.' })
  const ticket = await house.ticketFrom(nora, { references: unseen })
  expect(ticket.record.number).toBe(2)
  await house.send({ from: nora, to: SUPPORT, references: unseen, text: 'Mine.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Mine.' })
})

test('ids that mails name are remembered in bounds', async () => {
  const house = await openHouse()
  const many = Array.from({ length: 150 }, (_, n) => `<many${n}@elsewhere.test>`)
  const ticket = await house.ticketFrom(nora, { references: many })
  const kept = await house.site.store.read((reader) =>
    reader.all<{ mail_id: string }>('select mail_id from named_ids order by mail_id'),
  )
  expect(kept).toHaveLength(20)
  await house.send({ from: nora, to: SUPPORT, inReplyTo: many[149]!, text: 'The newest.' })
  expect(await house.entries(ticket)).toHaveLength(2)
})

test('a colleague of no thread who answers a mail of one opens a linked record, too', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  await house.receiveFrom(kim, { to: SUPPORT, inReplyTo: '<m1@customer.test>', text: 'Hm.' })
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
})
