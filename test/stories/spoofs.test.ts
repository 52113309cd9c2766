import { expect, test } from 'vitest'
import { messagesOfMail } from '../../gateway/chatter/messages/thread-entries.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { list, readJson } from '../../gateway/store/rows.ts'
import type { InboundRow } from '../../gateway/store/tables/mailbag.ts'
import { messages } from '../../gateway/store/tables/threads.ts'
import { kim, mallory, nora } from '../cast.ts'
import { openDns } from '../dns-server.ts'
import { type House, openHouse } from '../house.ts'

const RELAY = '192.0.2.10'
const SERVER = 'mx.example.test'
const RELAYED = { TRUSTED_RELAYS: `${RELAY}=${SERVER}` }

type Sent = { raw: string; remote: string; mailFrom?: string }

/** Mails as they came from clients, at whatever door let them through. */
async function deliverAll(house: House, mails: Sent[]): Promise<InboundRow[]> {
  const ids: string[] = []
  for (const { raw, remote, mailFrom = mallory.email } of mails) {
    const source = Buffer.from(raw, 'latin1')
    const id = await house.intake.mailbag.accept({
      door: 'smtp',
      remote,
      mailFrom,
      recipients: ['support@example.test'],
      authenticated: null,
      size: source.length,
      source,
      file: null,
    })
    house.intake.sorter.arrived(id)
    ids.push(id)
  }
  await house.settle()
  return house.site.store.read((reader) =>
    Promise.all(ids.map(async (id) => (await findInbound(reader, id))!)),
  )
}

async function deliver(
  house: House,
  raw: string,
  remote: string,
  { mailFrom = mallory.email } = {},
): Promise<InboundRow> {
  return (await deliverAll(house, [{ raw, remote, mailFrom }]))[0]!
}

const word = (domain: string) =>
  `Authentication-Results: ${SERVER}; dmarc=pass header.from=${domain}\r\n`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

const [K, M] = [kim.email, mallory.email]
/** Samples of mail in Kim's name, or nearly: K is her address, M that of the one who sent it. */
const spoofs: [string, string][] = [
  ['her plain address', `From: Kim Larsen <${K}>`],
  ['two From fields, hers first', `From: <${K}>\r\nFrom: <${M}>`],
  ['two From fields, hers last', `From: <${M}>\r\nFrom: <${K}>`],
  ['a second From field that names nobody', `From: <${K}>\r\nFrom: <>`],
  ['two mailboxes', `From: <${K}>, <${M}>`],
  ['two mailboxes without a comma', `From: <${K}> <${M}>`],
  ['a group', `From: Team: <${K}>, <${M}>;`],
  ['a group of one', `From: Team: <${K}>;`],
  ['a blank before the colon', `From : <${K}>\r\nFrom: <${M}>`],
  ['a folded name of the field', `From\r\n : <${K}>\r\nFrom: <${M}>`],
  ['a bare CR', `X-A: 1\rFrom: <${K}>\r\nFrom: <${M}>`],
  ['a bare CR and no other From', `X-A: 1\rFrom: <${K}>`],
  ['NUL in the address', `From: <ki\u0000m@example.test>`],
  ['NUL behind the domain', `From: <${K}\u0000.elsewhere.test>`],
  ['no From, only a Sender', `Sender: <${K}>`],
  ['a route', `From: <@elsewhere.test:${K}>`],
  ['a comment that cuts the domain', `From: <${K}(@elsewhere.test>`],
  ['an encoded list', `From: =?utf-8?B?${base64(`<${K}>`)}?=, <${M}>`],
  ['an address in encoded words', `From: <=?utf-8?B?${base64(`${K}>`)}?=@elsewhere.test>`],
  ['a quoted local part', `From: <"${K}"@elsewhere.test>`],
  ['a local part in quotes', 'From: <"kim"@example.test>'],
  ['a dot behind the domain', `From: <${K}.>`],
  ['a letter of another script', `From: <${utf8('kіm')}@example.test>`],
  ['a domain in a letter of another script', `From: <kim@${utf8('exаmple')}.test>`],
  ['the Kelvin sign', `From: <${utf8('\u212aim')}@example.test>`],
  ['her address as the name', `From: "${K}" <${M}>`],
  ['her name before another address', `From: Kim Larsen <${M}>`],
]

async function sendAll(house: House, remote: string, above = ''): Promise<InboundRow[]> {
  const rest = 'To: support@example.test\r\nSubject: Close it\r\n\r\n/close\r\n'
  return deliverAll(
    house,
    spoofs.map(([sample, from]) => ({
      raw: `${above}${from}\r\nX-Sample: ${sample}\r\nMessage-ID: <${sample.replaceAll(' ', '.')}@x.test>\r\n${rest}`,
      remote,
    })),
  )
}

async function postedBy(house: House, person: number) {
  return house.site.store.read((reader) =>
    list(reader, messages, { where: { author_id: person }, order: 'id' }),
  )
}

test('none of these spoofs is verified, and nothing is posted as Kim', async () => {
  const house = await openHouse(RELAYED)
  const mails = await sendAll(house, '203.0.113.66')
  expect(mails.filter(({ verified }) => verified === 1)).toEqual([])
  expect(await postedBy(house, await house.idOf(kim))).toEqual([])
})

test('nor are they where the border server has seen the other address, and vouches for that', async () => {
  const house = await openHouse(RELAYED)
  const mails = await sendAll(house, RELAY, word('elsewhere.test'))
  expect(mails.some(({ verified }) => verified === 1)).toBe(true)
  expect(await postedBy(house, await house.idOf(kim))).toEqual([])
})

test('a colleague for whom the border server vouches is believed', async () => {
  const house = await openHouse(RELAYED)
  const mail = `From: Kim Larsen <${K}>\r\nTo: ticket+1@example.test\r\nSubject: Re\r\n\r\nOn it.\r\n`
  const believed = await deliver(house, word('example.test') + mail, RELAY)
  expect(believed).toMatchObject({ state: 'filed', verified: 1 })
  const [entry] = await house.site.store.read((reader) => messagesOfMail(reader, believed.id))
  expect(entry).toMatchObject({ author_id: await house.idOf(kim), verified: 1 })
  expect(readJson(entry!.authentication!)).toMatchObject({ aligned: true, relay: SERVER })
})

test('a border server is told by its address in any form of it', async () => {
  const house = await openHouse({ TRUSTED_RELAYS: `2001:DB8:0:0::1=${SERVER} 192.0.2.7=${SERVER}` })
  const mail = `${word('customer.test')}From: <${nora.email}>\r\nSubject: `
  for (const address of ['2001:db8::1', '::ffff:192.0.2.7', '192.0.2.7']) {
    const relayed = await deliver(house, `${mail}${address}\r\n\r\nHello.\r\n`, address)
    expect(relayed.verified, address).toBe(1)
  }
})

test('from any other client the same field counts for nothing', async () => {
  const house = await openHouse(RELAYED)
  const mail = `From: <${K}>\r\nSubject: Re\r\n\r\nOn it.\r\n`
  const forged = await deliver(house, word('example.test') + mail, '203.0.113.66')
  expect(forged).toMatchObject({ state: 'held', verified: 0 })
})

test('outsiders for whom the border server vouches are verified too, and nobody asks DNS', async () => {
  const house = await openHouse(RELAYED)
  const mail = `From: <${nora.email}>\r\nSubject: Hello\r\n\r\nHello.\r\n`
  expect(await deliver(house, word('customer.test') + mail, RELAY)).toMatchObject({ verified: 1 })
  expect(await deliver(house, mail.replace('Hello', 'Again'), RELAY)).toMatchObject({ verified: 0 })
})

test('our own addresses are nobody, whoever vouches for them', async () => {
  const house = await openHouse(RELAYED)
  const mail = 'From: <support@example.test>\r\nSubject: Hello\r\n\r\nHello.\r\n'
  const own = await deliver(house, word('example.test') + mail, RELAY)
  expect(own).toMatchObject({ state: 'held', verified: 0 })
})

test('for SPF the client counts that the border server names, and never the border server', async () => {
  const dns = await openDns({
    'example.test': 'v=spf1 ip4:192.0.2.10 ip4:198.51.100.5 -all',
    '_dmarc.example.test': 'v=DMARC1; p=reject',
  })
  const house = await openHouse({ ...RELAYED, DNS_SERVERS: dns })
  await house.ticketFrom(nora)
  const from = (client: string, subject: string) =>
    `Received: from mail (mail [${client}]) by ${SERVER}; Mon\r\nFrom: <${K}>\r\nSubject: ${subject}\r\n\r\nOn it.\r\n`
  const envelope = { mailFrom: K }
  const theirs = await deliver(house, from('198.51.100.5', 'One'), RELAY, envelope)
  expect(theirs).toMatchObject({ state: 'filed', verified: 1 })
  const others = await deliver(house, from('203.0.113.66', 'Two'), RELAY, envelope)
  expect(others).toMatchObject({ state: 'held', verified: 0 })
  const nameless = from('x', 'Three').replace(/^Received.*\r\n/, '')
  expect(await deliver(house, nameless, RELAY, envelope)).toMatchObject({ state: 'held' })
})

test('a subject that is there twice takes the proof away', async () => {
  const house = await openHouse(RELAYED)
  const mail = `Subject: Close everything\r\nFrom: <${K}>\r\nSubject: Re\r\n\r\nOn it.\r\n`
  expect(await deliver(house, word('example.test') + mail, RELAY)).toMatchObject({ state: 'held' })
})

test('who looks like a colleague, by name or by address, is shown with a warning', async () => {
  const house = await openHouse(RELAYED)
  const looks: [string, string][] = [
    [`"${K}" <${M}>`, 'name-shows-another-address'],
    [`Kim Larsen <${M}>`, 'looks-like-a-colleague'],
    [`=?utf-8?B?${base64('Kіm Lаrsen')}?= <${M}>`, 'looks-like-a-colleague'],
    [`"Larsen, Kim" <${M}>`, 'looks-like-a-colleague'],
    ['<kim@examp1e.test>', 'looks-like-a-colleague'],
  ]
  for (const [from, warning] of looks) {
    const mail = `From: ${from}\r\nSubject: ${from}\r\n\r\nHello.\r\n`
    const { id } = await deliver(house, mail, '203.0.113.66')
    const [entry] = await house.site.store.read((reader) => messagesOfMail(reader, id))
    expect(readJson(entry!.flaws!), from).toContain(warning)
    expect(entry!.author_name, from).not.toContain('@example.test')
  }
})

test('a colleague behind a mailing list is shown by name, and gains no rights by it', async () => {
  const house = await openHouse(RELAYED)
  const mail = [
    `From: Kim Larsen via Friends <friends@lists.test>`,
    `Reply-To: Kim Larsen <${K}>`,
    `X-Original-From: Kim Larsen <${K}>`,
    'List-Id: <friends.lists.test>',
    'Subject: News\r\n\r\n/close\r\n',
  ].join('\r\n')
  const { id } = await deliver(house, word('lists.test') + mail, RELAY)
  const [entry] = await house.site.store.read((reader) => messagesOfMail(reader, id))
  expect(entry).toMatchObject({
    author_name: 'Kim Larsen via friends@lists.test',
    author_address: 'friends@lists.test',
  })
  expect(await postedBy(house, await house.idOf(kim))).toEqual([])
})
