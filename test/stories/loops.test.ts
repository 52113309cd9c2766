import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { addAlias, removeAlias } from '../../gateway/chatter/aliases/aliases.ts'
import { postMessage } from '../../gateway/chatter/messages/post.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { type OpenRecord, openRecord } from '../../gateway/chatter/records/records.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { DAY, MINUTE } from '../../gateway/lib/clock.ts'
import { accountMessageId } from '../../gateway/mail/message-ids.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { type House, openHouse, type SentMail } from '../house.ts'

const ROBOT = { name: 'Shop', email: 'orders@shop.test' }

async function alarmsOf({ site }: House) {
  await site.alarms.idle()
  return site.store.read(openAlarmsIn)
}

/** Nora's ticket, followed by Kim and by these. */
async function ticketWith(house: House, ...others: Player[]): Promise<OpenRecord> {
  const ticket = await house.ticketFrom(nora)
  for (const other of [kim, ...others]) await house.follow(ticket, other)
  house.sent.length = 0
  return ticket
}

test('an automatic answer is filed, told to nobody, adds no follower and reopens nothing', async () => {
  const house = await openHouse()
  const ticket = await ticketWith(house)
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    await saveRecord(tx, ticket, { by, values: { stage: 'Solved' }, at: house.clock.now() })
  })
  await house.settle()
  house.sent.length = 0
  const filed = await house.receive({
    from: vic,
    to: await house.replyAddress(ticket, nora),
    subject: 'Re: Printer on fire',
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: 'Nora is away, I read her mail.',
  })
  expect(filed).toMatchObject({ state: 'filed', class: 'auto-reply' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ class: 'auto-reply' })
  expect(house.sent).toEqual([])
  expect(await house.followersOf(ticket)).not.toContain(vic.email)
  expect((await house.record('T-1')).record.closed_at).not.toBeNull()
})

test('an automatic answer to an alias opens no record, and is kept', async () => {
  const house = await openHouse()
  const kept = await house.receive({
    from: vic,
    to: 'support@example.test',
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: 'I am away.',
  })
  expect(kept).toMatchObject({ state: 'ignored', class: 'out-of-office' })
  expect(await house.recordCount()).toBe(0)
})

test('what a machine sends to an alias opens a record, and the machine does not follow it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(ROBOT, { headers: { 'Auto-Submitted': 'auto-generated' } })
  expect(await house.recordCount()).toBe(1)
  expect(await house.followersOf(ticket)).toEqual([])
})

test('of machine mail in one thread three are told in ten minutes and ten in a day; all are filed', async () => {
  const house = await openHouse()
  const ticket = await ticketWith(house)
  const report = (n: number) =>
    house.send({
      from: { name: `Host ${n}`, email: `host${n}@vendor.test` },
      to: 'ticket+1@example.test',
      subject: 'Alert',
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: `Alert ${n}`,
    })
  for (let n = 0; n < 5; n++) await report(n)
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email, kim.email, kim.email])
  expect(await alarmsOf(house)).toMatchObject([{ name: 'mail_loop' }, { name: 'mail_loop' }])
  for (let n = 5; n < 25; n++) {
    house.clock.forward(11 * MINUTE)
    await report(n)
  }
  expect(house.sent).toHaveLength(8)
  house.clock.forward(DAY)
  await report(25)
  expect(house.sent).toHaveLength(9)
  expect(await house.entries(ticket)).toHaveLength(27)
  expect((await house.entries(ticket)).at(5)!.flaws).toMatch(/told to nobody/)
})

test('two robots that pass for people and answer everything fall silent, and an operator is told', async () => {
  const house = await openHouse()
  const ticket = await ticketWith(house, vic)
  let n = 0
  const answerAll = async (): Promise<boolean> => {
    const told = house.sent.splice(0).filter(({ to }) => to !== kim.email)
    for (const { to } of told)
      await robotAnswers(house, ticket, to, `Your request ${++n} is ${'x'.repeat(n)}`)
    return told.length > 0
  }
  await robotAnswers(house, ticket, vic.email, 'Hello')
  let rounds = 0
  while ((await answerAll()) && rounds < 100) rounds++
  expect(rounds).toBeLessThanOrEqual(13)
  expect(await alarmsOf(house)).toMatchObject([
    { name: 'mail_loop', about: expect.stringMatching(/^T-1 /) },
  ])
  expect((await house.entries(ticket)).length).toBe(rounds + 2)
})

test('the same words in answer to others, again and again, are told outside twice', async () => {
  const house = await openHouse()
  const ticket = await ticketWith(house, vic)
  let told = 0
  for (let n = 0; n < 5; n++) {
    await robotAnswers(house, ticket, vic.email, `Question ${'abcde'[n]}`)
    house.clock.forward(30 * MINUTE)
    house.sent.length = 0
    await robotAnswers(house, ticket, nora.email, `We got your mail number ${n}.`)
    told += house.sent.filter(({ to }) => to === vic.email).length
    expect(house.sent.map(({ to }) => to)).toContain(kim.email)
  }
  expect(told).toBe(2)
})

test('a loop in one thread silences neither another thread of the same robot nor a similar address', async () => {
  const house = await openHouse()
  const looping = await ticketWith(house, vic)
  for (let n = 0; n < 8; n++) {
    await robotAnswers(house, looping, vic.email, `Hello ${'x'.repeat(n)}`)
    await robotAnswers(house, looping, nora.email, `We got it ${'y'.repeat(n)}`)
  }
  expect((await alarmsOf(house)).length).toBeGreaterThan(0)

  const similar = { name: 'Ic', email: `x${vic.email}` }
  const other = await house.ticketFrom(nora)
  for (const one of [vic, similar]) await house.follow(other, one)
  house.sent.length = 0
  await robotAnswers(house, other, vic.email, 'Hello there')
  await robotAnswers(house, other, nora.email, 'Hello you')
  expect(house.sent.map(({ to }) => to).sort()).toEqual(
    [nora.email, similar.email, similar.email, vic.email].sort(),
  )
})

test('a shop whose robot opens a record with each mail is heard twenty times in ten minutes', async () => {
  const house = await openHouse()
  await house.alias({ address: 'orders@example.test', type: 'order', owner: await house.idOf(kim) })
  for (let n = 0; n < 22; n++)
    await house.send({
      from: ROBOT,
      to: 'orders@example.test',
      subject: `Order ${n}`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: 'A new order.',
    })
  expect(await house.recordCount()).toBe(22)
  expect(house.sent.filter(({ to }) => to === kim.email)).toHaveLength(20)
})

test('a person who writes thirty mails in a row is heard by all, and so is a conversation', async () => {
  const house = await openHouse()
  const ticket = await ticketWith(house, vic)
  for (let n = 0; n < 30; n++)
    await house.send({
      from: nora,
      to: await house.replyAddress(ticket, nora),
      subject: 'Re: Printer',
      text: `Photo ${n}`,
    })
  for (let n = 0; n < 5; n++) {
    await robotAnswers(house, ticket, vic.email, `Which room? ${'abcde'[n]}`)
    await robotAnswers(house, ticket, nora.email, `That one: ${'abcde'[n]}`)
  }
  expect(house.sent.filter(({ to }) => to === vic.email)).toHaveLength(35)
  expect(house.sent.filter(({ to }) => to === nora.email)).toHaveLength(5)
  expect(await alarmsOf(house)).toEqual([])
})

test('our own letter that comes back is ignored', async () => {
  const house = await openHouse()
  const id = accountMessageId(7, 'example.test', house.site.keys)
  const mail = await house.receive({
    from: nora,
    to: 'support@example.test',
    subject: 'Sign in to Postern',
    messageId: `<${id}>`,
    text: 'This link signs you in.',
  })
  expect(mail).toMatchObject({ state: 'ignored', reason: 'own mail' })
})

test('two gateways that face each other fall silent after three mails', async () => {
  const carried: string[] = []
  const ports = new Map<string, number>()
  const relay = await openCarrier(ports, carried)
  const [here, there] = [await openGateway('a.test', relay), await openGateway('b.test', relay)]
  ports.set('a.test', here.house.port).set('b.test', there.house.port)
  await facing(here, 'b.test')
  await facing(there, 'a.test')

  await here.house.site.store.write(async (tx) => {
    const author = await personByAddress(tx, kim.email)
    await postMessage(tx, here.ticket.thread, {
      author,
      text: 'Hello there.',
      at: here.house.clock.now(),
    })
  })
  let before = -1
  while (before < carried.length && carried.length < 100) {
    before = carried.length
    await here.house.settle()
    await there.house.settle()
  }
  expect(carried.filter((to) => to === 'loop@a.test').length).toBeGreaterThan(0)
  expect(carried.filter((to) => to === 'loop@a.test').length).toBeLessThanOrEqual(3)
  expect(carried.filter((to) => to === 'loop@b.test').length).toBeLessThanOrEqual(4)
  const alarms = [...(await alarmsOf(here.house)), ...(await alarmsOf(there.house))]
  expect(alarms.map(({ name }) => name)).toContain('mail_loop')
})

async function robotAnswers(house: House, ticket: OpenRecord, address: string, text: string) {
  const who = [nora, vic].find(({ email }) => email === address)!
  await house.send({
    from: who,
    to: await house.replyAddress(ticket, who),
    subject: 'Re: Printer',
    text,
  })
}

type Gateway = { house: House; ticket: OpenRecord; domain: string }

/** A house of another domain, with a record that an address of its own feeds. */
async function openGateway(domain: string, relay: string): Promise<Gateway> {
  const house = await openHouse({
    MAIL_DOMAIN: domain,
    SECRET_KEY: `a key that only ${domain} knows`,
    RELAY_URL: relay,
  })
  const at = house.clock.now()
  const ticket = await house.site.store.write(async (tx) => {
    await removeAlias(tx, 'support@example.test', at)
    const creator = await personByAddress(tx, ada.email)
    const type = await recordTypeByCode(tx, 'ticket')
    const open = await openRecord(tx, type, { name: 'Loop', creator, follows: false, at })
    await addAlias(tx, { address: `support@${domain}`, type: 'ticket' }, at)
    await addAlias(tx, { address: `loop@${domain}`, record: 'T-1' }, at)
    return open
  })
  return { house, ticket, domain }
}

/** Both addresses of the other side follow: what comes from one goes out to the other. */
async function facing({ house, ticket }: Gateway, other: string): Promise<void> {
  await house.follow(ticket, { name: 'Their support', email: `support@${other}` })
  await house.follow(ticket, { name: 'Their loop', email: `loop@${other}` })
}

/** A relay that brings each mail to the gateway of its domain. @returns its address, as RELAY_URL takes it */
async function openCarrier(ports: Map<string, number>, carried: SentMail['to'][]): Promise<string> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]!.address
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        const port = ports.get(to.slice(to.indexOf('@') + 1))!
        carried.push(to)
        const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
        transport
          .sendMail({ envelope: { from, to }, raw: Buffer.concat(chunks) })
          .then(() => callback(), callback)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  return `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`
}
