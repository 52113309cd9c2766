import { expect, test } from 'vitest'
import { findFollower } from '../../gateway/chatter/followers/follow.ts'
import { update } from '../../gateway/store/rows.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

test('commands around a text act on the record, and the text goes out without them', async () => {
  const desk = await openDesk()
  await desk.says(
    '/take\n\nThe leg is on its way.\n\n/stage waiting\n/set priority high\n\nBest regards,\nKim',
  )
  const { record } = await desk.now()
  expect(record).toMatchObject({ assignee_id: await desk.house.idOf(kim), stage: 'waiting' })
  expect(record.field_values).toContain('"priority":"High"')
  const mails = desk.toNora().map(({ reading }) => reading.text)
  expect(mails).toHaveLength(1)
  expect(mails[0]).toContain('The leg is on its way.')
  expect(mails[0]).not.toMatch(/\/take|\/stage|\/set/)
  expect(desk.receipts()).toEqual([])
})

test('/assign with two Bobs: the text is sent, the receipt lists both, and the corrected line alone mends it', async () => {
  const desk = await openDesk()
  await desk.addUser('Bob Kaan', 'bob.k@example.test')
  await desk.addUser('Bob Lind', 'bob.l@example.test')
  await desk.says('/assign bob\nBob will see to it.')
  expect((await desk.posted()).at(-1)).toMatchObject({
    kind: 'message',
    new_text: 'Bob will see to it.',
  })
  expect(desk.toNora()).toHaveLength(1)
  expect(desk.receipts()).toHaveLength(1)
  expect(desk.receipt()).toContain(
    'Not done: “/assign bob”. "bob" may be Bob Kaan (bob.k@example.test) or Bob Lind (bob.l@example.test).',
  )
  expect(desk.receipt()).toContain('The text was sent as a message in T-1 to 1 person.')

  await desk.answers('/assign bob.k')
  expect((await desk.now()).record.assignee_id).toBe(
    await desk.house.idOf({ name: 'Bob', email: 'bob.k@example.test' }),
  )
  expect(await desk.posted()).toHaveLength(2)
  expect(desk.receipts()).toHaveLength(1)
})

test('a mail of commands alone posts nothing, though a name stands below it', async () => {
  const desk = await openDesk()
  const filed = await desk.says('/close\n\nBest regards,\nKim Larsen\n')
  expect(filed).toMatchObject({ state: 'filed' })
  expect((await desk.now()).record).toMatchObject({ stage: 'solved' })
  expect(await desk.posted()).toHaveLength(1)
  expect(filed.trace).toContain('"commands":["/close: done"]')
  await desk.says('/reopen')
  expect((await desk.now()).record).toMatchObject({ stage: 'new', closed_at: null })
})

test('a receipt is asked for by /receipt; it answers the mail, and says what dates were understood as', async () => {
  const desk = await openDesk()
  await desk.house.site.store.write((tx) =>
    update(tx, people, { name: kim.name }, { time_zone: 'Europe/Berlin' }),
  )
  await desk.says('/mute until fri 14:00\n/set due +3d\n/receipt', {
    messageId: '<one@example.test>',
    subject: 'Re: Legs',
  })
  const { reading, source } = desk.receipts()[0]!
  expect(reading.text).toContain(
    'T-1 is mute for you until Fri 27 Nov 2026, 14:00 (Europe/Berlin).',
  )
  expect(reading.text).toContain('Due date: Nov 24, 2026.')
  expect(reading).toMatchObject({
    inReplyTo: ['one@example.test'],
    subject: 'Re: Legs',
    replyTo: [{ address: await desk.house.replyAddress(desk.ticket, kim) }],
  })
  expect(source).toMatch(/^Auto-Submitted: auto-replied\r?$/m)
})

test('a mute is silent until it ends, and /follow ends it sooner', async () => {
  const desk = await openDesk()
  const mailsTo = () => desk.house.sent.filter(({ to }) => to === kim.email).length
  const noraWrites = () => desk.says('And now?', { who: nora })
  await desk.says('/mute 3d')
  await noraWrites()
  expect(mailsTo()).toBe(0)
  desk.house.clock.forward(3 * 86_400_000 + 1)
  await noraWrites()
  expect(mailsTo()).toBe(1)
  await desk.says('/mute')
  desk.house.clock.forward(900 * 86_400_000)
  await noraWrites()
  expect(mailsTo()).toBe(1)
  await desk.says('/follow')
  await noraWrites()
  expect(mailsTo()).toBe(2)
})

test('who is made to follow hears the text of the same mail; a new address is named in a receipt', async () => {
  const desk = await openDesk()
  await desk.says('/follow vic@vendor.test\nVic, please send a leg.')
  expect(desk.house.sent.map(({ to }) => to).sort()).toEqual([kim.email, nora.email, vic.email])
  expect(desk.receipt()).toContain('follows T-1. They are new here, as a contact.')
  await desk.says('/unfollow vic@vendor.test\nNever mind.')
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(vic.email)
  expect(desk.receipts()).toHaveLength(1)
})

test('of the commands of one mail each is for itself, and the receipt has a line for each', async () => {
  const desk = await openDesk()
  await desk.says(
    '/stage wating\n/take\n/set colour red\n/template kim tomorrow\n/move T-9\n\nHello.',
  )
  expect((await desk.now()).record.assignee_id).toBe(await desk.house.idOf(kim))
  const receipt = desk.receipt()
  expect(receipt).toMatch(
    /Not done: “\/stage wating”\. There is no stage "wating"\. Near it: Waiting, /,
  )
  expect(receipt).toContain('Done: “/take”. T-1 is assigned to Kim Larsen.')
  expect(receipt).toMatch(/Not done: “\/set colour red”\. Which field\? Near it: /)
  expect(receipt).toContain(
    'Not done: “/template kim tomorrow”. No template "kim tomorrow" is published here.',
  )
  expect(receipt).toContain('Not done: “/move T-9”. "T-9" is no record and no alias.')
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'message', new_text: 'Hello.' })
})

test('/move files a text elsewhere, or alone the entry that it answers, and answers to it follow', async () => {
  const desk = await openDesk()
  const { house } = desk
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  const asked = (await desk.posted())[0]!
  await desk.says('/move leads', { inReplyTo: `<${asked.message_id}>` })
  expect(desk.receipt()).toMatch(/Done: “\/move leads”\. What Nora Quist wrote is in L-1 now/)
  const lead = await house.record('L-1')
  expect((await house.entries(lead)).map(({ new_text }) => new_text)).toContain('It burns.')

  await house.send({
    from: nora,
    to: 'support@example.test',
    text: 'More smoke.',
    inReplyTo: `<${asked.message_id}>`,
  })
  expect((await house.entries(lead)).at(-1)).toMatchObject({ new_text: 'More smoke.' })
})

test('/merge asks to be confirmed by one word, which counts once and only for this', async () => {
  const desk = await openDesk()
  const { house } = desk
  await house.send({ from: nora, to: 'support@example.test', subject: 'The same', text: 'Again.' })
  const merged = async () => (await desk.now()).record.merged_into
  await desk.says('/merge T-2')
  const line = /answer “(\/merge T-2 (\w{6}))”/.exec(desk.receipt())!
  expect(await merged()).toBeNull()
  await desk.says('/merge T-2 wrongo')
  expect(await merged()).toBeNull()
  house.clock.forward(25 * 3_600_000)
  await desk.answers(line[1]!)
  expect(await merged()).toBeNull()
  const fresh = /answer “(\/merge T-2 \w{6})”/.exec(desk.receipt())![1]!
  await desk.answers(fresh)
  expect(await merged()).not.toBeNull()
  expect(desk.receipt()).toContain('T-1 is merged into T-2: mail for it goes there.')
})

test('a command in the middle of a text stays text, and the receipt says so', async () => {
  const desk = await openDesk()
  await desk.says('The leg:\n/close\nis here.')
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(desk.toNora()[0]!.reading.text).toContain('/close')
  expect(desk.receipt()).toMatch(
    /Not run: “\/close”\. Commands count in the first and in the last lines/,
  )
})

test('the same mail changed on its way runs no line again', async () => {
  const desk = await openDesk()
  const messageId = '<twice@example.test>'
  await desk.says('/stage waiting\nHello.', { messageId })
  await desk.says('/stage solved')
  await desk.says('/stage waiting\nHello.\n\nChecked by a virus scanner.', { messageId })
  expect((await desk.now()).record.stage).toBe('solved')
})

test('/who, /show and /find are answered in the receipt', async () => {
  const desk = await openDesk()
  await desk.says('/who')
  expect(desk.receipt()).toContain('Nora Quist (nora@customer.test), external')
  await desk.says('/show 1')
  expect(desk.receipt()).toMatch(
    /T-1: Printer on fire[\s\S]*Stage: New[\s\S]*message: “It burns\.”/,
  )
  await desk.says('/find printer')
  expect(desk.receipt()).toContain('T-1 · Printer on fire · Ticket')
  await desk.says('/find elephants')
  expect(desk.receipt()).toContain('Nothing was found.')
  expect(await desk.posted()).toHaveLength(1)
})

test('commands alone to an alias are answered and open no record', async () => {
  const desk = await openDesk()
  await desk.house.receiveFrom(kim, {
    to: 'support@example.test',
    subject: 'x',
    text: '/find printer\n/close',
  })
  expect(await desk.house.recordCount()).toBe(1)
  expect(desk.receipt()).toContain('T-1 · Printer on fire')
  expect(desk.receipt()).toMatch(/Not done: “\/close”\. There is no record here/)
})

test('no line of a receipt begins with a verb, in the text and in what a client makes of the HTML', async () => {
  const desk = await openDesk()
  await desk.says('/close\n/take\nIt is out.', { who: nora })
  await desk.says('/help\n/nto\n/assign bob\n/show 10\nHello.\n/close\nAnd more.')
  const { source, reading } = desk.receipts()[0]!
  expect(reading.text).toContain('“/assign who|me|none” gives the record to somebody')
  const html = source.slice(source.indexOf('text/html'))
  for (const text of [reading.text, html.replace(/=\r?\n/g, '').replace(/<[^>]*>/g, '\n')])
    expect(text.split('\n').filter((line) => /^\s*[>-]*\s*[/／]\p{L}/u.test(line))).toEqual([])
})

test('twenty receipts an hour to one person, and no more; the text is kept all the same', async () => {
  const desk = await openDesk()
  for (let n = 0; n < 22; n++) await desk.says(`/assign bob\nText ${n}.`)
  expect(desk.receipts()).toHaveLength(20)
  expect(await desk.posted()).toHaveLength(23)
  desk.house.clock.forward(3_600_001)
  await desk.says('/assign bob\nText.')
  expect(desk.receipts()).toHaveLength(21)
})

test('people outside have their few verbs, for themselves', async () => {
  const desk = await openDesk()
  await desk.says('/close\n/assign kim\n/stop', { who: nora })
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(nora.email)
  expect((await desk.now()).record).toMatchObject({ closed_at: null, assignee_id: null })
  expect((await desk.posted()).at(-1)!.new_text).toBe('/close\n/assign kim')

  await desk.says('/follow\n/help', { who: nora })
  expect(await desk.house.followersOf(desk.ticket)).toContain(nora.email)
  expect(desk.receipt(nora)).toContain('“/mute [3d|until fri]”')
  expect(desk.receipt(nora)).not.toMatch(/\/assign|\/who|\/note/)
  await desk.says('/follow mallory@elsewhere.test', { who: nora })
  expect(await desk.house.followersOf(desk.ticket)).toHaveLength(2)
})

test('whoever holds their own answer address may stop its mails, though they prove nothing else; they get no receipt', async () => {
  const desk = await openDesk()
  const to = await desk.house.replyAddress(desk.ticket, nora)
  await desk.house.send({ from: nora, to, text: '/stop\n/receipt' })
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(nora.email)
  await desk.house.send({ from: nora, to: 'ticket+1@example.test', text: '/follow' })
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(nora.email)
  expect(desk.receipts(nora)).toEqual([])
})

test('whom a user has taken out cannot come back by a command', async () => {
  const desk = await openDesk()
  await desk.house.follow(desk.ticket, vic)
  await desk.says('/unfollow vic')
  await desk.says('/follow', { who: vic })
  const person = await desk.house.idOf(vic)
  expect(
    await desk.house.site.store.read((reader) =>
      findFollower(reader, desk.ticket.thread.id, person),
    ),
  ).toBeNull()
  expect(desk.receipt(vic)).toContain('Somebody of the team must let you in first.')
})

test('values are taken by their kind: people, money, dates and fields by label', async () => {
  const desk = await openDesk()
  const { house } = desk
  await house.alias({ address: 'sales@example.test', type: 'lead' })
  await house.receiveFrom(kim, { to: 'sales@example.test', subject: 'Legs', text: 'A lead.' })
  await house.receiveFrom(kim, {
    to: 'lead+1@example.test',
    text: '/set "Expected revenue" 1.234,50 €\n/set company = Quist & Sons\n/set priority urgent\n/assign Byrne\n/set customer nora@customer.test\n/set revenue 12 USD\n/set priority later\n/set revenue 1.500',
  })
  const { record } = await house.record('L-1')
  expect(JSON.parse(record.field_values)).toEqual({
    revenue: 1234.5,
    company: 'Quist & Sons',
    priority: 'Urgent',
  })
  expect(record).toMatchObject({
    assignee_id: await house.idOf(ada),
    customer_id: await house.idOf(nora),
  })
  expect(desk.receipt()).toContain('Expected revenue is in EUR.')
  expect(desk.receipt()).toContain('Priority takes one of: ')
  expect(desk.receipt()).toContain('"1.500" may be 1500 or 1.5000: write one of them.')
})

test('a mail without commands asks the tables of commands nothing', async () => {
  const desk = await openDesk()
  const asked: string[] = []
  const { write } = desk.house.site.store
  desk.house.site.store.write = (work) =>
    write((tx) => {
      const all: typeof tx.all = (sql, values) => {
        asked.push(sql)
        return tx.all(sql, values)
      }
      const one: typeof tx.one = async (sql, values) => (await all<never>(sql, values))[0] ?? null
      return work({ ...tx, all, one })
    })
  const naming = () => asked.filter((sql) => /commands_run|held_notes|receipts/.test(sql))
  await desk.says('Just words.')
  await desk.says('Just words.', { who: nora })
  expect(asked.length).toBeGreaterThan(5)
  expect(naming()).toEqual([])
  await desk.says('/nto\nWords.')
  expect(naming().length).toBeGreaterThan(2)
})
