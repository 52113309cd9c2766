import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kim, nora } from '../cast.ts'
import { openHouse } from '../house.ts'

const refusals = [
  { to: 'nobody@example.test', answer: /^550 5\.1\.1/, why: 'there is no such mailbox' },
  { to: 'ticket+99@example.test', answer: /^550 5\.1\.1/, why: 'there is no such record' },
  {
    to: 'ticket+1.2.m0aaaaaaaaaaaaaaaa@example.test',
    answer: /^550 5\.1\.1/,
    why: 'the signature is forged',
  },
  { to: 'someone@elsewhere.test', answer: /^550 5\.7\.1/, why: 'it is not our domain' },
]
for (const { to, answer, why } of refusals) {
  test(`RCPT to ${to} is refused: ${why}`, async () => {
    const house = await openHouse()
    await house.ticketFrom(nora)
    const lines = await talk(house.port, [
      'EHLO x',
      'MAIL FROM:<nora@customer.test>',
      `RCPT TO:<${to}>`,
    ])
    expect(lines.at(-1)).toMatch(answer)
  })
}

test('an address of every kind that leads somewhere is taken', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const addresses = [
    'SUPPORT@Example.TEST',
    'ticket+1@example.test',
    await house.replyAddress(ticket, nora),
    await house.replyAddress(ticket, nora, 'b'),
    'postmaster@example.test',
    'postmaster',
  ]
  for (const address of addresses) {
    const lines = await talk(house.port, ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${address}>`])
    expect(lines.at(-1), address).toMatch(/^250/)
  }
})

test('a mail that is announced too large is refused at MAIL, one that grows too large at its end', async () => {
  const house = await openHouse({ SMTP_MAX_SIZE: '20000' })
  const lines = await talk(house.port, ['EHLO x', 'MAIL FROM:<nora@customer.test> SIZE=30000'])
  expect(lines.at(-1)).toMatch(/^552/)
  await expect(
    house.send({ from: nora, to: 'support@example.test', text: 'x'.repeat(30000) }),
  ).rejects.toMatchObject({ responseCode: 552 })
  expect(await house.recordCount()).toBe(0)
})

test('when the spool cannot be written the client hears 4xx, no file stays, and the next try goes through', async () => {
  const house = await openHouse()
  const folder = house.site.config.DATA_DIR
  writeFileSync(join(folder, 'spool'), 'in the way')
  const mail = { from: nora, to: 'support@example.test', text: 'words '.repeat(60_000) }
  await expect(house.send(mail)).rejects.toMatchObject({ responseCode: 451 })
  const files = readdirSync(join(folder, 'mails'), { recursive: true, withFileTypes: true })
  expect(files.filter((one) => one.isFile())).toEqual([])

  rmSync(join(folder, 'spool'))
  expect(await house.receive(mail)).toMatchObject({ state: 'filed' })
})

test('a large mail is streamed into a file and filed like any other', async () => {
  const house = await openHouse()
  const content = Buffer.alloc(1_000_000, 'words ')
  const mail = await house.receive({
    from: nora,
    to: 'support@example.test',
    subject: 'Large',
    text: 'See file.',
    attachments: [{ filename: 'big.bin', content }],
  })
  expect(mail.state).toBe('filed')
  const [file] = await house.filesOf(await house.record('T-1'))
  expect(file).toMatchObject({ filename: 'big.bin', size: content.length })
  expect((await house.site.files.contentOf(file!.sha256)).equals(content)).toBe(true)
})

test.each([
  ['a bare LF', 'Subject: x\r\n\r\none\ntwo\r\n.'],
  ['a bare CR', 'Subject: x\r\n\r\none\rtwo\r\n.'],
  [
    'an end of mail that other servers would believe',
    'Subject: x\r\n\r\none\n.\nMAIL FROM:<evil@x>\r\n.',
  ],
])('%s in a mail is refused: a mail could hide behind it', async (_, data) => {
  const house = await openHouse()
  const lines = await talk(house.port, [
    'EHLO x',
    'MAIL FROM:<nora@customer.test>',
    'RCPT TO:<support@example.test>',
    'DATA',
    data,
  ])
  expect(lines.at(-1)).toMatch(/^550 5\.6\.0/)
  expect(await house.recordCount()).toBe(0)
})

test('whoever guesses many addresses is slowed down and then cut off', async () => {
  const house = await openHouse()
  const guesses = Array.from({ length: 12 }, (_, index) => `RCPT TO:<guess${index}@example.test>`)
  const started = performance.now()
  const lines = await talk(house.port, ['EHLO x', 'MAIL FROM:<nora@customer.test>', ...guesses])
  expect(lines.filter((line) => line.startsWith('550'))).toHaveLength(12)
  expect(performance.now() - started).toBeGreaterThan(1900)
})

const oddities: { what: string; raw: string; flaw?: RegExp; subject?: string }[] = [
  {
    what: 'no Message-ID and no Date',
    raw: 'From: nora@customer.test\r\nSubject: Bare\r\n\r\nHello\r\n',
    subject: 'Bare',
  },
  {
    what: 'an empty body',
    raw: 'From: nora@customer.test\r\nSubject: Empty\r\nMessage-ID: <e@x>\r\n\r\n',
    subject: 'Empty',
  },
  { what: 'nothing but a body', raw: '\r\nHello\r\n', flaw: /from/i },
  {
    what: 'bytes over 127 in a header',
    raw: 'From: nora@customer.test\r\nSubject: Gr\u00fc\u00dfe\r\n\r\nHello\r\n',
    subject: 'Grüße',
  },
  {
    what: 'an unknown charset',
    raw: 'From: nora@customer.test\r\nSubject: Odd\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nHello\r\n',
    subject: 'Odd',
  },
  {
    what: 'a boundary that never comes',
    raw: 'From: nora@customer.test\r\nSubject: Broken\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nHello\r\n',
    subject: 'Broken',
  },
]
test('a mail with two authors and no sender waits, since nobody can tell who wrote it; with a sender it is filed', async () => {
  const house = await openHouse()
  const both = 'From: vic@vendor.test, nora@customer.test\r\n'
  const raw = (fields: string) => `${fields}Subject: Two\r\n\r\nHello\r\n`
  const to = 'support@example.test'
  const held = await house.receive({ from: nora, to, raw: raw(both) })
  expect(held).toMatchObject({ state: 'held', reason: 'several authors' })
  const filed = await house.receive({
    from: nora,
    to,
    raw: raw(`${both}Sender: vic@vendor.test\r\nMessage-ID: <two@vendor.test>\r\n`),
  })
  expect(filed).toMatchObject({ state: 'filed', verified: 0 })
  expect((await house.release(held.id)).state).toBe('filed')
})

for (const { what, raw, flaw, subject } of oddities) {
  test(`a mail with ${what} is filed`, async () => {
    const house = await openHouse()
    const mail = await house.receive({
      from: nora,
      to: 'support@example.test',
      raw: Buffer.from(raw, 'latin1'),
    })
    expect(mail.state).toBe('filed')
    const ticket = await house.record('T-1')
    const [entry] = await house.entries(ticket)
    if (subject) expect(ticket.record.name).toBe(subject)
    if (flaw) expect(entry!.flaws).toMatch(flaw)
    expect(entry!.author_address).not.toBe(kim.email)
  })
}

/** Says each line in turn and returns the last line of each answer. */
function talk(port: number, lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = []
    const waiting = [...lines]
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('latin1')
    let held = ''
    socket.on('error', reject)
    socket.on('close', () => resolve(answers))
    socket.on('data', (chunk: string) => {
      held += chunk
      for (
        let line = /^(\d{3})[ ][^\n]*\n|^\d{3}-[^\n]*\n/.exec(held);
        line;
        line = /^(\d{3})[ ][^\n]*\n|^\d{3}-[^\n]*\n/.exec(held)
      ) {
        held = held.slice(line[0].length)
        if (line[1] === undefined) continue
        answers.push(line[0].trim())
        const next = waiting.shift()
        if (next === undefined) socket.end()
        else socket.write(`${next}\r\n`)
      }
    })
  })
}
