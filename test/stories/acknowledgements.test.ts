import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { HOUR } from '../../gateway/lib/clock.ts'
import { list } from '../../gateway/store/rows.ts'
import { acknowledgements } from '../../gateway/store/tables/acknowledgements.ts'
import { nora } from '../cast.ts'
import { openDns, openSilentDns } from '../dns-server.ts'
import { type House, openHouse, type TestMail } from '../house.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const NORAS_KEY = {
  's._domainkey.customer.test': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
}

/** A house whose alias hello@ tells senders that their mail has come. */
async function openTellingHouse(dns: string): Promise<House> {
  const house = await openHouse({ DNS_SERVERS: dns })
  await house.alias({ address: 'hello@example.test', type: 'lead', acknowledge: true })
  return house
}

/** A mail from Nora, signed by her domain. */
async function signed(mail: Partial<TestMail> = {}): Promise<string> {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: 'customer.test', keySelector: 's', privateKey },
  })
  const { message } = await transport.sendMail({
    from: { name: nora.name, address: nora.email },
    to: 'hello@example.test',
    subject: 'Buy cheap watches',
    text: 'A secret of Nora',
    ...mail,
  })
  return message.toString()
}

async function bring(house: House, raw: string, to = 'hello@example.test'): Promise<void> {
  await house.send({ from: nora, to, raw })
  await house.intake.acknowledger.idle()
  await house.settle()
}

const letters = (house: House) => house.sent.filter(({ to }) => to === nora.email)

test('who is verified is told once that their mail has come, and answers into the record', async () => {
  const house = await openTellingHouse(await openDns(NORAS_KEY))
  await bring(house, await signed({ messageId: '<first@customer.test>' }))
  const [letter] = letters(house)
  expect(letter!.from).toBe('')
  expect(letter!.reading).toMatchObject({
    subject: 'Re: [L-1] Buy cheap watches',
    class: 'auto-reply',
    inReplyTo: ['first@customer.test'],
    from: [{ name: 'Leads', address: 'hello@example.test' }],
  })
  expect(letter!.reading.text).toContain('We have your mail. Its reference is L-1.')
  expect(letter!.reading.text).not.toContain('secret')

  await house.send({
    from: nora,
    to: letter!.reading.replyTo[0]!.address,
    subject: letter!.reading.subject!,
    text: 'One thing more.',
  })
  expect(await house.recordCount()).toBe(1)
  expect((await house.entries(await house.record('L-1'))).at(-1)).toMatchObject({
    new_text: 'One thing more.',
    rung: 'token',
  })
})

test('one address gets one acknowledgement in 24 hours', async () => {
  const house = await openTellingHouse(await openDns(NORAS_KEY))
  for (let n = 0; n < 3; n++) await bring(house, await signed({ subject: `Question ${n}` }))
  expect(letters(house)).toHaveLength(1)
  house.clock.forward(25 * HOUR)
  await bring(house, await signed({ subject: 'Another day' }))
  expect(letters(house)).toHaveLength(2)
})

test('five hundred mails forged in one name: the victim gets no mail', {
  timeout: 120_000,
}, async () => {
  const house = await openTellingHouse(await openDns(NORAS_KEY))
  const transport = createTransport({
    host: '127.0.0.1',
    port: house.port,
    ignoreTLS: true,
    pool: true,
  })
  await Promise.all(
    Array.from({ length: 500 }, (_, n) =>
      transport.sendMail({
        from: nora.email,
        to: 'hello@example.test',
        subject: `Request ${n}`,
        text: 'Hi',
      }),
    ),
  )
  transport.close()
  await house.settle()
  await house.intake.acknowledger.idle()
  await house.settle()
  expect(await house.recordCount()).toBe(500)
  expect(letters(house)).toEqual([])
  const judged = await house.site.store.read((reader) => list(reader, acknowledgements))
  expect(judged.filter(({ outcome }) => outcome === 'unverified')).toHaveLength(500)
})

test('when DNS does not answer nobody is told', async () => {
  const house = await openTellingHouse(await openSilentDns())
  await bring(house, await signed())
  expect(letters(house)).toEqual([])
})

const unanswered = [
  { who: 'a machine', headers: { 'Auto-Submitted': 'auto-generated' } },
  { who: 'a list', headers: { 'List-Id': '<l.customer.test>' } },
  { who: 'who wants no answer', headers: { 'X-Auto-Response-Suppress': 'All' } },
  { who: 'another gateway', headers: { 'X-Postern-Class': 'message' } },
]
for (const { who, headers } of unanswered) {
  test(`${who} is not told, verified or not`, async () => {
    const house = await openTellingHouse(await openDns(NORAS_KEY))
    await bring(house, await signed({ headers }))
    expect(await house.recordCount()).toBe(1)
    expect(letters(house)).toEqual([])
  })
}

test('an alias tells nobody unless it was asked to', async () => {
  const house = await openTellingHouse(await openDns(NORAS_KEY))
  await bring(house, await signed({ to: 'support@example.test' }), 'support@example.test')
  expect(await house.recordCount()).toBe(1)
  expect(letters(house)).toEqual([])
})
