import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import {
  addToken,
  givePassword,
  listTokens,
  removeToken,
} from '../../gateway/chatter/people/credentials.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { isThisMachine } from '../../gateway/inbound/door/smtp-security.ts'
import { openCertificate } from '../../gateway/inbound/door/smtp-tls.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { listInbound } from '../../gateway/inbound/mailbag/received-list.ts'
import { DAY, MINUTE } from '../../gateway/lib/clock.ts'
import { ConfigFault } from '../../gateway/lib/config.ts'
import { hashPassword } from '../../gateway/lib/passwords.ts'
import { selfSigned } from '../../gateway/lib/self-signed.ts'
import { insertRows } from '../../gateway/store/rows.ts'
import { addresses } from '../../gateway/store/tables/people.ts'
import { ada, kim, mallory, nora, type Player } from '../cast.ts'
import { type House, openHouse } from '../house.ts'
import { certificateOf, talk } from '../smtp-talk.ts'

const PASSWORD = 'a long way to the castle'

/** A house in which Kim has a password. */
async function houseOfKim(settings: Record<string, string> = {}): Promise<House> {
  const house = await openHouse(settings)
  const secret = await hashPassword(PASSWORD)
  await house.site.store.write(async (tx) =>
    givePassword(tx, await personByAddress(tx, kim.email), { secret, at: house.clock.now() }),
  )
  return house
}

type Submission = {
  from?: Player | string
  to?: string
  user?: string
  pass?: string
  method?: string
  envelope?: string
  attachments?: { filename: string; content: Buffer }[]
}

/** Hands a mail in as a mail program does: STARTTLS, AUTH, and then the mail. @throws what SMTP refuses */
async function submit(house: House, mail: Submission = {}): Promise<string> {
  const { from = kim, to = 'ticket+1@example.test', user = kim.email, pass = PASSWORD } = mail
  const transport = createTransport({
    host: '127.0.0.1',
    port: house.port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user, pass },
    ...(mail.method ? { authMethod: mail.method } : {}),
  })
  try {
    const { response } = await transport.sendMail({
      from: typeof from === 'string' ? from : { name: from.name, address: from.email },
      to,
      subject: 'Re: Printer on fire',
      text: 'I bring the extinguisher.',
      attachments: mail.attachments ?? [],
      envelope: { from: mail.envelope ?? kim.email, to: [to] },
    })
    await house.settle()
    return /Kept as (\w+)/.exec(response)![1]!
  } finally {
    transport.close()
  }
}

function tokenOf(house: House, who: Player, name = 'phone'): Promise<string> {
  return house.site.store.write(async (tx) => {
    const person = await personByAddress(tx, who.email)
    return (await addToken(tx, person, { name, at: house.clock.now() })).token
  })
}

async function keptMails(house: House): Promise<number> {
  return (await house.site.store.read((reader) => listInbound(reader, { limit: 100 }))).length
}

for (const method of ['PLAIN', 'LOGIN']) {
  test(`a colleague who signs in by ${method} writes with all their rights, and the customer hears it`, async () => {
    const house = await houseOfKim()
    const ticket = await house.ticketFrom(nora)
    const id = await submit(house, { method })
    const filed = await house.site.store.read((reader) => findInbound(reader, id))
    expect(filed).toMatchObject({ state: 'filed', verified: 1, authenticated: kim.email })
    const entries = await house.entries(ticket)
    expect(entries.at(-1)).toMatchObject({ author_name: kim.name, verified: 1 })
    expect(house.sent.map((mail) => mail.to)).toContain(nora.email)
  })
}

test('without signing in, the same mail in a colleague\u2019s name is held', async () => {
  const house = await houseOfKim()
  await house.ticketFrom(nora)
  const mail = { from: kim, to: 'ticket+1@example.test', text: 'Pay Mallory.' }
  expect(await house.receive(mail)).toMatchObject({ state: 'held', authenticated: null })
})

test('a program signs in by its token, until the token is taken back: then not even in a session that is open', async () => {
  const house = await houseOfKim()
  await house.ticketFrom(nora)
  const token = await tokenOf(house, kim)
  await submit(house, { pass: token })
  const [row] = await tokensIn(house)
  expect(row).toMatchObject({ name: 'phone', last_used_at: house.clock.now() })

  const pool = createTransport({
    pool: true,
    maxConnections: 1,
    host: '127.0.0.1',
    port: house.port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: kim.email, pass: token },
  })
  onTestFinished(() => pool.close())
  const mail = { from: kim.email, to: 'ticket+1@example.test', text: 'One more.' }
  await pool.sendMail(mail)
  await house.site.store.write((tx) => removeToken(tx, row!.id))
  await expect(pool.sendMail(mail)).rejects.toThrow(/^Message failed: 550 5\.7\.1 .*sign in again/)
  await expect(submit(house, { pass: token })).rejects.toMatchObject({ responseCode: 535 })
})

async function tokensIn(house: House) {
  return house.site.store.read(async (reader) =>
    listTokens(reader, (await personByAddress(reader, kim.email)).id),
  )
}

test('nobody signs in with a wrong password, another\u2019s token, as nobody, or when disabled: with the same answer', async () => {
  const house = await houseOfKim()
  await house.ticketFrom(nora)
  const adas = await tokenOf(house, ada)
  await house.site.store.write(async (tx) => {
    const secret = await hashPassword(PASSWORD)
    const person = await personByAddress(tx, ada.email)
    await givePassword(tx, person, { secret, at: house.clock.now() })
    await tx.all(`update people set role = 'agent' where id = $1`, [person.id])
    await disablePerson(tx, { ...person, role: 'agent' }, house.clock.now())
  })
  const before = await keptMails(house)
  const answers = await Promise.all(
    [
      { user: kim.email, pass: 'a wrong way to the castle' },
      { user: 'nobody@example.test' },
      { user: nora.email },
      { user: ada.email, from: ada },
      { user: ada.email, from: ada, pass: adas },
      { user: kim.email, pass: adas },
      { user: kim.email, pass: `${await tokenOf(house, kim)}x` },
    ].map((mail) => submit(house, mail).catch((failure) => failure.response)),
  )
  expect(new Set(answers)).toEqual(new Set([expect.stringMatching(/^535 5\.7\.8 .*do not fit/)]))
  expect(await keptMails(house)).toBe(before)
}, 90_000)

const foreignSenders: { what: string; mail: Submission }[] = [
  { what: 'From of a colleague', mail: { from: ada } },
  { what: 'From of a stranger', mail: { from: mallory } },
  { what: 'two addresses in From', mail: { from: `${kim.email}, ${ada.email}` } },
  { what: 'an envelope of somebody else', mail: { envelope: ada.email } },
  {
    what: 'From of a colleague on a large mail',
    mail: { from: ada, attachments: [{ filename: 'a.bin', content: Buffer.alloc(400_000, 'a') }] },
  },
]
for (const { what, mail } of foreignSenders) {
  test(`a signed-in user who sends ${what} is told what to do, and nothing is kept`, async () => {
    const house = await houseOfKim()
    await house.ticketFrom(nora)
    const before = await keptMails(house)
    await expect(submit(house, mail)).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringMatching(/5\.7\.1 .*set the sender of this mail to kim@example\.test/),
    })
    await house.settle()
    expect(await keptMails(house)).toBe(before)
    const files = readdirSync(house.site.config.DATA_DIR, { recursive: true })
    expect(files.filter((file) => String(file).endsWith('.eml'))).toEqual([])
  })
}

test('somebody with two addresses writes as either, in any case', async () => {
  const house = await houseOfKim()
  await house.ticketFrom(nora)
  const address = 'k.larsen@home.test'
  await house.site.store.write(async (tx) => {
    const { id } = await personByAddress(tx, kim.email)
    const row = { person_id: id, address, address_key: address, created_at: house.clock.now() }
    await insertRows(tx, addresses, [row])
  })
  const id = await submit(house, { from: 'Kim <K.Larsen@Home.test>', envelope: 'KIM@example.test' })
  expect(await house.site.store.read((reader) => findInbound(reader, id))).toMatchObject({
    state: 'filed',
    verified: 1,
  })
})

test('a signed-in user relays nothing into the world', async () => {
  const house = await houseOfKim()
  await expect(submit(house, { to: 'friend@elsewhere.test' })).rejects.toMatchObject({
    responseCode: 550,
  })
})

const PLAIN = `AUTH PLAIN ${Buffer.from(`\0${kim.email}\0${PASSWORD}`).toString('base64')}`

test('before STARTTLS no password is asked for and none is taken', async () => {
  const house = await houseOfKim()
  const [, hello, auth] = await talk(house.port, ['EHLO x', PLAIN])
  expect(hello).not.toContain('AUTH')
  expect(hello).toContain('STARTTLS')
  expect(auth).toMatch(/^5/)
})

test('where the setting says so, this machine signs in without TLS; another does not', async () => {
  const house = await houseOfKim({ SMTP_AUTH_LOCAL: '1' })
  const [, hello, auth] = await talk(house.port, ['EHLO x', PLAIN])
  expect(hello).toContain('AUTH PLAIN LOGIN')
  expect(auth).toMatch(/^235/)
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    expect([address, isThisMachine(address)]).toEqual([address, true])
  for (const address of [
    '10.0.0.1',
    '192.0.2.127',
    '1.127.0.0',
    '::2',
    '::ffff:10.0.0.1',
    '127.evil',
  ])
    expect([address, isThisMachine(address)]).toEqual([address, false])
})

test('nobody acts for somebody else, even with their own password', async () => {
  const house = await houseOfKim({ SMTP_AUTH_LOCAL: '1' })
  const given = Buffer.from(`${ada.email}\0${kim.email}\0${PASSWORD}`).toString('base64')
  const [, , answer] = await talk(house.port, ['EHLO x', `AUTH PLAIN ${given}`])
  expect(answer).toMatch(/^535/)
})

test('whoever guesses is cut off: in one session, and from one address however many sessions there are', async () => {
  const house = await houseOfKim({ SMTP_AUTH_LOCAL: '1' })
  const wrong = (user: string) =>
    `AUTH PLAIN ${Buffer.from(`\0${user}\0guessed wrong`).toString('base64')}`
  const inOne = await talk(house.port, ['EHLO x', ...Array(5).fill(wrong('a@example.test'))])
  expect(inOne.slice(2).map((line) => line.slice(0, 3))).toEqual(['535', '535', '421'])

  const users = Array.from({ length: 17 }, (_, index) => `guess${index}@example.test`)
  const all = await Promise.all(users.map((user) => talk(house.port, ['EHLO x', wrong(user)])))
  expect(all.map((lines) => lines[2]!.slice(0, 3))).toEqual(Array(17).fill('535'))
  expect((await talk(house.port, ['EHLO x', PLAIN]))[2]).toMatch(/^421 4\.7\.0/)
  house.clock.forward(16 * MINUTE)
  expect((await talk(house.port, ['EHLO x', PLAIN]))[2]).toMatch(/^235/)
}, 90_000)

test('an account under attack takes no password for a while, but the token of its owner\u2019s phone', async () => {
  const house = await houseOfKim({ SMTP_AUTH_LOCAL: '1' })
  const plain = (pass: string) =>
    `AUTH PLAIN ${Buffer.from(`\0${kim.email}\0${pass}`).toString('base64')}`
  const guesses = Array.from({ length: 10 }, () =>
    talk(house.port, ['EHLO x', plain('guessed wrong')]),
  )
  await Promise.all(guesses)
  expect((await talk(house.port, ['EHLO x', PLAIN]))[2]).toMatch(/^421 4\.7\.0/)
  const token = await tokenOf(house, kim)
  expect((await talk(house.port, ['EHLO x', plain(token)]))[2]).toMatch(/^235/)
}, 90_000)

test('what came before STARTTLS is forgotten, and nothing sent along with it is obeyed', async () => {
  const house = await houseOfKim()
  const before = ['EHLO x', 'MAIL FROM:<nora@customer.test>', 'RCPT TO:<support@example.test>']
  const after = await talk(house.port, before, ['DATA', 'EHLO x', 'MAIL FROM:<nora@customer.test>'])
  expect(after.slice(-3).map((line) => line.slice(0, 3))).toEqual(['503', '250', '250'])

  const injected = ['EHLO x', 'STARTTLS\r\nMAIL FROM:<evil@x.test>\r\nRSET']
  const answers = await talk(house.port, injected, ['NOOP'])
  expect(answers.slice(-2).map((line) => line.slice(0, 3))).toEqual(['220', '250'])
})

test('a renewed certificate is taken without a restart; one that does not fit its key is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = { cert: join(folder, 'smtp.crt'), key: join(folder, 'smtp.key') }
  const write = (made: { cert?: string; key?: string }) => {
    for (const [name, pem] of Object.entries(made)) writeFileSync(files[name as 'cert'], pem)
  }
  const [old, renewed] = [selfSigned('old.test', new Date()), selfSigned('new.test', new Date())]
  write(old)
  const house = await openHouse({ SMTP_TLS_CERT: files.cert, SMTP_TLS_KEY: files.key })
  expect(await certificateOf(house.port)).toBe('DNS:old.test')

  write({ cert: renewed.cert })
  house.clock.forward(MINUTE)
  expect(await certificateOf(house.port)).toBe('DNS:old.test')
  write(renewed)
  expect(await certificateOf(house.port)).toBe('DNS:old.test')
  house.clock.forward(MINUTE)
  expect(await certificateOf(house.port)).toBe('DNS:new.test')
})

test('with no certificate set one is made, kept, and readable by its owner only', async () => {
  const house = await openHouse()
  expect(await certificateOf(house.port)).toBe('DNS:example.test')
  const file = join(house.site.config.DATA_DIR, 'smtp-tls.pem')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const kept = readFileSync(file)
  const shown = await certificateOf(house.port, 'whole')
  expect(new X509Certificate(openCertificate(house.site).first.cert).fingerprint256).toBe(shown)
  expect(readFileSync(file).equals(kept)).toBe(true)

  house.clock.forward(9.95 * 365 * DAY)
  const { cert } = openCertificate(house.site).first
  expect(new X509Certificate(cert).validToDate > new X509Certificate(kept).validToDate).toBe(true)
})

const unusable = [
  { what: 'is not there', cert: null, key: null, says: /SMTP_TLS_CERT: .*cannot be read/ },
  { what: 'is no certificate', cert: 'x', key: 'x', says: /cannot be used together/ },
  {
    what: 'belongs to another key',
    cert: selfSigned('a.test', new Date()).cert,
    key: selfSigned('a.test', new Date()).key,
    says: /SMTP_TLS_KEY is not the key|cannot be used together/,
  },
]
for (const { what, cert, key, says } of unusable) {
  test(`a certificate that ${what} is a fault of the settings, told at the start`, async () => {
    const { site } = await openHouse()
    const paths = {
      SMTP_TLS_CERT: join(site.config.DATA_DIR, 'a.crt'),
      SMTP_TLS_KEY: join(site.config.DATA_DIR, 'a.key'),
    }
    if (cert) writeFileSync(paths.SMTP_TLS_CERT, cert)
    if (key) writeFileSync(paths.SMTP_TLS_KEY, key)
    const open = () => openCertificate({ ...site, config: { ...site.config, ...paths } })
    expect(open).toThrow(ConfigFault)
    expect(open).toThrow(says)
  })
}
