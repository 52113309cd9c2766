import { generateKeyPairSync } from 'node:crypto'
import { dkimSign, sealMessage } from 'mailauth'
import { createTransport } from 'nodemailer'
import { expect, test, vi } from 'vitest'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { openDns as openNames } from '../../gateway/inbound/proof/dns.ts'
import { systemClock } from '../../gateway/lib/clock.ts'
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
async function signed(domain: string, { skip }: { skip?: string } = {}): Promise<string> {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: {
      domainName: domain,
      keySelector: 's',
      privateKey,
      ...(skip ? { skipFields: skip } : {}),
    },
  })
  const { message } = await transport.sendMail({
    from: { name: kim.name, address: kim.email },
    to: 'ticket+1@example.test',
    subject: 'Re: Printer',
    text: 'On it.',
  })
  return message.toString()
}

/** A mail from Kim whose signature covers the first six bytes of its body. */
async function signedShort(): Promise<string> {
  const mail = `From: ${kim.email}\r\nSubject: Re\r\n\r\nOn it.\r\n`
  const key = { signingDomain: 'example.test', selector: 's', privateKey }
  const signing = { ...key, signatureData: [{ ...key, maxBodyLength: 6 }] }
  const { signatures } = await dkimSign(mail, signing)
  return signatures + mail
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
  {
    of: 'a signature, and a second Subject before it',
    records: OUR_KEY,
    mail: async () => `Subject: Close all\r\n${await signed('example.test')}`,
    verified: false,
  },
  {
    of: 'a signature that leaves out the subject',
    records: OUR_KEY,
    mail: () => signed('example.test', { skip: 'subject' }),
    verified: false,
  },
  {
    of: 'a signature of the first words only, and DMARC',
    records: { ...OUR_KEY, '_dmarc.example.test': 'v=DMARC1; p=none' },
    mail: async () => `${(await signedShort()).trimEnd()}\r\nAnd pay Mallory.\r\n`,
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

test('the names of a burst of mails are asked for once, and again after a minute', async () => {
  const asked: string[] = []
  const house = await openHouse({ DNS_SERVERS: await openDns(OUR_KEY, asked) })
  await house.ticketFrom(nora)
  await judged(house, await signed('example.test'))
  const once = asked.length
  expect(once).toBeGreaterThan(0)
  for (let n = 0; n < 4; n++)
    expect(await judged(house, await signed('example.test'))).toMatchObject({ verified: 1 })
  expect(asked).toHaveLength(once)
  house.clock.forward(61_000)
  await judged(house, await signed('example.test'))
  expect(asked).toHaveLength(2 * once)
})

test('DNS is asked for names of hosts only: a name with NUL would end there, in another domain', async () => {
  const asked: string[] = []
  const servers = [await openDns({ 's._domainkey.elsewhere.test': KEY }, asked)]
  const ask = openNames(servers, systemClock)
  for (const name of [
    's._domainkey.elsewhere.test.\u0000.example.test',
    'a b.test',
    "a'b.test",
    '',
    'a..test',
  ])
    await expect(ask(name, 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  expect(asked).toEqual([])
  expect(await ask('s._domainkey.elsewhere.test', 'TXT')).toHaveLength(1)
})

/** A list has put its mark into the subject, and sealed what it had seen before. */
async function throughList(sealer: string, seen: string): Promise<string> {
  const marked = (await signed('example.test')).replace('Subject: Re:', 'Subject: [list] Re:')
  const seal = {
    signingDomain: sealer,
    selector: 's',
    privateKey,
    cv: 'none',
    authResults: `mx.${sealer}; ${seen}`,
  }
  return `${await sealMessage(marked, seal)}${marked}`
}

const PASSED = 'dmarc=pass header.from=example.test'
const seals: {
  of: string
  sealer?: string
  seen?: string
  mend?: (mail: string) => string
  verified: boolean
}[] = [
  { of: 'a forwarder that is trusted', verified: true },
  { of: 'a forwarder that nobody trusts', sealer: 'elsewhere.test', verified: false },
  {
    of: 'a trusted forwarder that saw DMARC fail',
    seen: 'dmarc=fail header.from=example.test',
    verified: false,
  },
  {
    of: 'a trusted forwarder that saw another domain',
    seen: 'dmarc=pass header.from=elsewhere.test',
    verified: false,
  },
  {
    of: 'a trusted forwarder, changed after it',
    mend: (mail) => mail.replace('On it.', 'Pay it.'),
    verified: false,
  },
  {
    of: 'a trusted forwarder whose word was changed',
    seen: 'dmarc=fail header.from=example.test',
    mend: (mail) => mail.replace('dmarc=fail', 'dmarc=pass'),
    verified: false,
  },
]
for (const {
  of,
  sealer = 'lists.test',
  seen = PASSED,
  mend = (mail: string) => mail,
  verified,
} of seals) {
  test(`a colleague by way of ${of} is ${verified ? '' : 'not '}believed`, async () => {
    const records = { 's._domainkey.lists.test': KEY, 's._domainkey.elsewhere.test': KEY }
    const dns = await openDns({ ...OUR_KEY, ...records })
    const house = await openHouse({ DNS_SERVERS: dns, TRUSTED_SEALERS: 'lists.test' })
    await house.ticketFrom(nora)
    const mail = mend(await throughList(sealer, seen))
    expect(await judged(house, mail)).toMatchObject({ verified: verified ? 1 : 0 })
  })
}
