import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { expect, test, vi } from 'vitest'
import { findInbound } from '../../gateway/inbound/received.ts'
import { readJson } from '../../gateway/store/rows.ts'
import type { InboundRow } from '../../gateway/store/tables/mailbag.ts'
import { kim, mallory, nora } from '../cast.ts'
import { openDns, openSilentDns } from '../dns-server.ts'
import { type House, openHouse } from '../house.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const KEY = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`

/** A mail from Kim, signed by a domain. */
async function signed(domain: string, text = 'On it.'): Promise<string> {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: domain, keySelector: 's', privateKey },
  })
  const { message } = await transport.sendMail({
    from: { name: kim.name, address: kim.email },
    to: 'ticket+1@example.test',
    subject: 'Re: Printer',
    text,
  })
  return message.toString()
}

/** Sends a mail in Kim's name and waits until DNS has answered, or has been given up. */
async function judged(house: House, raw: string): Promise<InboundRow> {
  const id = await house.send({ from: kim, to: 'ticket+1@example.test', raw })
  return vi.waitFor(
    async () => {
      const found = await house.site.store.read((reader) => findInbound(reader, id))
      expect(found).not.toBeNull()
      return found!
    },
    { timeout: 15_000 },
  )
}

const OUR_KEY = { 's._domainkey.example.test': KEY }
const proofs = [
  {
    of: 'a signature of their own domain',
    records: OUR_KEY,
    mail: () => signed('example.test'),
    verified: true,
  },
  {
    of: 'a signature of another domain',
    records: { 's._domainkey.elsewhere.test': KEY },
    mail: () => signed('elsewhere.test'),
    verified: false,
  },
  {
    of: 'a signature of words that were changed',
    records: OUR_KEY,
    mail: async () => (await signed('example.test')).replace('On it.', 'Pay it.'),
    verified: false,
  },
  {
    of: 'a signature whose key nobody knows',
    records: {},
    mail: () => signed('example.test'),
    verified: false,
  },
  {
    of: 'no signature, from a server that SPF and DMARC name',
    records: {
      'example.test': 'v=spf1 ip4:127.0.0.1 -all',
      '_dmarc.example.test': 'v=DMARC1; p=reject',
    },
    mail: async () => `From: ${kim.email}\r\nSubject: Re\r\n\r\nOn it.\r\n`,
    verified: true,
  },
  {
    of: 'no signature, from a server that SPF alone names',
    records: { 'example.test': 'v=spf1 ip4:127.0.0.1 -all' },
    mail: async () => `From: ${kim.email}\r\nSubject: Re\r\n\r\nOn it.\r\n`,
    verified: false,
  },
  {
    of: 'a signature, and a second From before it',
    records: OUR_KEY,
    mail: async () => `From: ${mallory.email}\r\n${await signed('example.test')}`,
    verified: false,
  },
]
for (const { of, records, mail, verified } of proofs) {
  test(`a colleague with ${of} is ${verified ? '' : 'not '}believed`, async () => {
    const house = await openHouse({ DNS_SERVERS: await openDns(records) })
    const ticket = await house.ticketFrom(nora)
    const filed = await judged(house, await mail())
    expect(filed.verified).toBe(verified ? 1 : 0)
    expect(
      (await house.entries(ticket)).filter((one) => one.author_name === kim.name),
    ).toHaveLength(verified ? 1 : 0)
  })
}

test('the trace says what DNS said', async () => {
  const house = await openHouse({ DNS_SERVERS: await openDns(OUR_KEY) })
  await house.ticketFrom(nora)
  const filed = await judged(house, await signed('example.test'))
  expect(readJson(filed.trace)[0]!.details).toMatchObject({
    authentication: { aligned: true, dkim: [{ domain: 'example.test', result: 'pass' }] },
  })
})

test('a colleague whose domain DNS does not answer for is held, and no other mail waits for it', async () => {
  const house = await openHouse({ DNS_SERVERS: await openSilentDns() })
  await house.ticketFrom(nora)
  let judgedYet = false
  const waiting = judged(house, await signed('example.test')).finally(() => {
    judgedYet = true
  })
  const other = house.send({ from: nora, to: 'support@example.test', subject: 'Another' })
  await vi.waitUntil(async () => (await house.recordCount()) === 2, { timeout: 15_000 })
  expect(judgedYet).toBe(false)
  await other
  expect(await waiting).toMatchObject({ state: 'held', verified: 0 })
})
