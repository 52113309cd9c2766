import { expect, onTestFinished, test } from 'vitest'
import { askAuthor } from '../../gateway/chatter/notifications/questions.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { rowOf } from '../../gateway/inbound/mailbag/arrival.ts'
import { replayMail } from '../../gateway/inbound/mailbag/operate.ts'
import { bringIn, findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { questionToken } from '../../gateway/mail/question-token.ts'
import { list, readJson } from '../../gateway/store/rows.ts'
import { events } from '../../gateway/store/tables/threads.ts'
import { startWeb } from '../../web/server.ts'
import { ada, kim, mallory, nora } from '../cast.ts'
import { type House, openHouse, type SentMail, type TestMail } from '../house.ts'
import { openVisitor, words } from '../web/visitor.ts'

/** The house with its office open: the links of a letter lead there. */
async function openWithOffice(settings: Record<string, string> = {}) {
  const house = await openHouse({ PORT: '0', ...settings })
  const web = await startWeb(house.site, house.intake)
  onTestFinished(() => web.stop())
  return { house, visitor: openVisitor(web.address!) }
}

const FORGED: TestMail = {
  from: kim,
  to: 'ticket+1@example.test',
  subject: 'Our new bank account',
  text: 'Please pay to the new account.',
}

const questionsTo = (house: House, who = kim) =>
  house.sent.filter(
    ({ to, reading }) => to === who.email && reading.subject === 'Did you write this mail?',
  )

/** The paths behind the two buttons of a question. */
function linksOf(letter: SentMail): { mine: string; notMine: string } {
  const [mine, notMine] = letter.reading.text.match(/(?<=https:\/\/postern\.example\.test)\/q\S+/g)!
  return { mine: mine!, notMine: notMine! }
}

const stateOf = async (house: House, id: string) =>
  (await house.site.store.read((reader) => findInbound(reader, id)))!

test('a mail in the name of Kim waits, and Kim is asked whether she wrote it, with what is known', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const mail = await house.receive(FORGED)
  expect(mail).toMatchObject({ state: 'held', reason: 'unverified colleague' })
  expect(readJson(mail.trace).at(-1)!.details).toEqual({
    question: 'They were asked whether it is theirs.',
    of: kim.name,
  })
  expect(await house.entries(ticket)).toHaveLength(1)

  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
  const [letter] = questionsTo(house)
  for (const part of [letter!.reading.text, letter!.reading.html!]) {
    expect(part).toMatch(/ticket\+1@example\.test on .*2026.* from the server 127\.0\.0\.1/)
    expect(part).toContain('None of it is proved')
    expect(part).toContain('“Our new bank account”')
    expect(part).toContain('“Please pay to the new account.”')
  }
  expect(letter!.source).toMatch(/^Auto-Submitted: auto-generated/m)
  expect(letter!.from).toBe('')
})

test('Kim says that it is hers: this one mail is posted with her rights, once, and names her as its proof', async () => {
  const { house, visitor } = await openWithOffice()
  const ticket = await house.ticketFrom(nora)
  const mail = await house.receive(FORGED)
  const { mine, notMine } = linksOf(questionsTo(house)[0]!)

  const shown = await visitor.get(mine)
  expect(words(shown)).toMatch(/Not proved.*Our new bank account.*Post it.*It was not me/)
  expect((await stateOf(house, mail.id)).state).toBe('held')

  expect(words(await visitor.post(mine))).toContain('It is yours')
  await house.settle()
  const posted = await stateOf(house, mail.id)
  expect(posted).toMatchObject({ state: 'filed', verified: 1 })
  expect(readJson(posted.trace)).toContainEqual(
    expect.objectContaining({
      step: 'proved by its author',
      details: { by: kim.name, person: await house.idOf(kim) },
    }),
  )
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    author_name: kim.name,
    verified: 1,
    audience: 'everyone',
  })

  // the links are used up, and the next mail in her name waits as the first did
  for (const link of [mine, notMine])
    expect(words(await visitor.post(link))).toContain('It is yours')
  await house.settle()
  expect(await house.entries(ticket)).toHaveLength(2)
  expect(await house.receive({ ...FORGED, subject: 'Another' })).toMatchObject({ state: 'held' })
})

test('Kim says that it was not her: the mail is set aside, and the operators can see it', async () => {
  const { house, visitor } = await openWithOffice()
  const ticket = await house.ticketFrom(nora)
  const mail = await house.receive(FORGED)
  const { mine, notMine } = linksOf(questionsTo(house)[0]!)

  expect(words(await visitor.post(notMine))).toContain('It was not you')
  const dropped = await stateOf(house, mail.id)
  expect(dropped).toMatchObject({ state: 'ignored', reason: 'forged', verified: 0 })
  expect(readJson(dropped.trace).at(-1)).toMatchObject({
    step: 'forged',
    details: { by: kim.name, remote: '127.0.0.1' },
  })
  const alarms = await house.site.store.read((reader) =>
    list(reader, events, { where: { kind: 'forged mail reported' } }),
  )
  expect(alarms).toMatchObject([{ person_id: await house.idOf(kim) }])

  expect(words(await visitor.post(mine))).toContain('It was not you')
  await house.settle()
  expect(await house.entries(ticket)).toHaveLength(1)
})

test('what somebody proves is who they are, not that they may write there', async () => {
  const { house, visitor } = await openWithOffice()
  const mail = await house.receive({
    ...FORGED,
    to: ['postmaster@example.test', 'support@example.test'],
  })
  await visitor.post(linksOf(questionsTo(house)[0]!).mine)
  await house.settle()
  expect(await stateOf(house, mail.id)).toMatchObject({
    state: 'held',
    reason: 'for the postmaster',
  })
  expect(await house.recordCount()).toBe(1)
})

test('of ten forged mails a day three are asked about; the others wait for operators, and the next day brings three more', async () => {
  const house = await openHouse()
  await house.ticketFrom(nora)
  const forge = (n: number) =>
    Promise.all(
      Array.from({ length: n }, (_, at) => house.receive({ ...FORGED, subject: `Forgery ${at}` })),
    )
  const mails = await forge(10)
  expect(questionsTo(house)).toHaveLength(3)
  expect(mails.map(({ state }) => state)).toEqual(Array(10).fill('held'))
  expect(mails.filter(({ trace }) => trace.includes('They were not asked: three'))).toHaveLength(7)
  // others are asked by a count of their own
  await house.receive({ ...FORGED, from: ada })
  expect(questionsTo(house, ada)).toHaveLength(1)

  house.clock.forward(DAY + 1)
  await forge(5)
  expect(questionsTo(house)).toHaveLength(6)
})

test('ten processes that hold mails of one colleague at the same moment ask three times', async () => {
  const house = await openHouse()
  const { site, clock } = house
  const person = await site.store.read((reader) => personByAddress(reader, kim.email))
  const at = clock.now()
  const facts = { receivedAt: at, server: '', to: [], subject: '', words: '' }
  const letter = { words: 'question' as const, values: {}, lines: [], links: [], answers: null }
  const arrival = { door: 'smtp' as const, remote: '', mailFrom: null, recipients: [], size: 1 }
  const rows = Array.from({ length: 10 }, (_, n) => ({
    mail: rowOf(`heldmail000${n}`, { ...arrival, authenticated: null }, at),
    source: Buffer.from('x'),
    file: null,
  }))
  await site.store.write((tx) =>
    bringIn(
      tx,
      rows.map((row) => ({ ...row, mail: { ...row.mail, state: 'held' } })),
    ),
  )
  const asked = await Promise.all(
    rows.map(({ mail }) =>
      site.store.write((tx) => askAuthor(tx, person, { inbound: mail.id, facts, letter, at })),
    ),
  )
  expect(asked.filter((one) => one === 'asked')).toHaveLength(3)
})

test('one held mail is one question, to however many addresses it came and however often it is tried again', async () => {
  const house = await openHouse()
  const mail = await house.receive({
    ...FORGED,
    to: ['support@example.test', 'ticket+1@example.test'],
  })
  expect(mail.state).toBe('held')
  await replayMail(house.site, mail.id, 'a test')
  house.intake.sorter.arrived(mail.id)
  await house.settle()
  expect((await stateOf(house, mail.id)).state).toBe('held')
  expect(questionsTo(house)).toHaveLength(1)
})

test('a colleague who is disabled is not asked, and a link that they have is worth nothing', async () => {
  const { house, visitor } = await openWithOffice()
  await house.ticketFrom(nora)
  const disable = () =>
    house.site.store.write(async (tx) =>
      disablePerson(tx, await personByAddress(tx, kim.email), house.clock.now()),
    )
  const before = await house.receive(FORGED)
  const { mine } = linksOf(questionsTo(house)[0]!)
  await disable()
  const after = await house.receive({ ...FORGED, subject: 'Another' })
  expect(questionsTo(house)).toHaveLength(1)
  expect([(await visitor.get(mine)).status, (await visitor.post(mine)).status]).toEqual([403, 403])
  for (const { id } of [before, after]) expect((await stateOf(house, id)).state).toBe('held')
  expect(after.trace).toContain('They cannot be asked: disabled here')
})

test('nobody is asked about machines, nor where INTERNAL_TRUST lets the mail pass', async () => {
  const house = await openHouse()
  await house.ticketFrom(nora)
  const robot = { ...FORGED, headers: { 'Auto-Submitted': 'auto-replied' } }
  expect(await house.receive(robot)).toMatchObject({ state: 'ignored' })
  expect(house.sent).toEqual([])

  const closed = await openHouse({ INTERNAL_TRUST: 'any' })
  await closed.ticketFrom(nora)
  expect(await closed.receive(FORGED)).toMatchObject({ state: 'filed' })
  expect(questionsTo(closed)).toEqual([])
})

test('nothing in the question can be clicked but our two links, whatever the forged mail says', async () => {
  const house = await openHouse()
  await house.ticketFrom(nora)
  await house.receive({
    ...FORGED,
    subject: 'Sign in at https://evil.test/post-it now',
    text: 'Click https://evil.test/post-it or www.evil.test, evil.test/b, mail pay@evil.test, call +49 (171) 123-45-67 \u202edrow.',
    html: '<p>Click <a href="https://evil.test/a">Post it</a></p><img src="https://evil.test/p.png">',
    attachments: [{ filename: 'invoice.pdf', content: 'pay' }],
  })
  const [letter] = questionsTo(house)
  const { text, html, attachments } = letter!.reading
  expect(attachments).toEqual([])
  for (const part of [text, html!]) {
    expect(part).not.toMatch(/evil|123-45|\u202e|<img/)
    expect(part).toContain('(link left out)')
    expect(part).toContain('(address left out)')
    expect(part).toContain('(number left out)')
  }
  const targets = [...html!.matchAll(/href="([^"]+)"/g)].map(([, to]) => to!)
  expect(targets).toHaveLength(2)
  for (const target of targets) expect(target).toMatch(/^https:\/\/postern\.example\.test\/q\//)
})

test('the question holds no word of a note or of the thread that the forged mail quotes, and little of the rest', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(ada, {
    to: await house.replyAddress(ticket, ada, 'n'),
    text: 'She is about to be sued.',
  })
  const vics = await house.replyAddress(ticket, nora)
  await house.receive({
    ...FORGED,
    to: vics,
    text: `${'word '.repeat(300)}\n\nReply above this line\n\nShe is about to be sued.\nIt burns.\n\n> It burns too.\n`,
  })
  const { text } = questionsTo(house)[0]!.reading
  expect(text).not.toMatch(/sued|burns|Reply above/)
  expect(text.length).toBeLessThan(2500)
  // nor the signed address of somebody else
  expect(text).not.toContain(vics)
  expect(text).toContain('ticket+1@example.test')
})

test('a link works for seven days, for the one who was asked, about the one mail', async () => {
  const { house, visitor } = await openWithOffice()
  await house.ticketFrom(nora)
  const first = await house.receive(FORGED)
  const second = await house.receive({ ...FORGED, from: ada, subject: 'Other' })
  const { mine } = linksOf(questionsTo(house)[0]!)

  expect((await visitor.post(mine.replace(first.id, second.id))).status).toBe(404)
  // signed by us, and yet nobody asked Ada about the first
  const crossed = questionToken(
    { inbound: first.id, person: await house.idOf(ada) },
    house.site.keys,
  )
  expect((await visitor.post(`/q/${crossed}/mine`)).status).toBe(404)
  expect((await visitor.raw(mine, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(
    403,
  )

  house.clock.forward(7 * DAY + 1)
  expect(words(await visitor.get(mine))).toContain('too old')
  expect(words(await visitor.post(mine))).toContain('too old')
  expect((await stateOf(house, first.id)).state).toBe('held')
})

test('what an operator has decided meanwhile stays decided', async () => {
  const { house, visitor } = await openWithOffice()
  const ticket = await house.ticketFrom(nora)
  const mail = await house.receive(FORGED)
  await house.release(mail.id)
  const { notMine } = linksOf(questionsTo(house)[0]!)
  expect(words(await visitor.post(notMine))).toContain('decided already')
  expect((await stateOf(house, mail.id)).state).toBe('filed')
  expect(await house.entries(ticket)).toHaveLength(2)
})

test('a stranger is never asked: a question goes to users only', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  await house.receive({ from: mallory, to: 'team@example.test', text: 'Hi' })
  expect(house.sent).toEqual([])
})
