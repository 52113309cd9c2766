import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../gateway/lib/clock.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** Loopback counts like everybody. */
const COUNTED = { UNCOUNTED_CLIENTS: 'none' }

async function alarmsOf(house: House) {
  await house.site.alarms.idle()
  return house.site.store.read(openAlarmsIn)
}

/** One try in a session of its own. @returns the answer to RCPT */
async function guess(house: House, address: string): Promise<string> {
  const answers = await talk(house.port, ['EHLO x', 'MAIL FROM:<m@x.test>', `RCPT TO:<${address}>`])
  return answers[3]!
}

test('a hundred forged addresses from one client: 550 each, then the line is cut, and an operator is told once', async () => {
  const house = await openHouse()
  const answers: string[] = []
  for (let n = 0; n < 100; n++)
    answers.push(
      await guess(
        house,
        `ticket+1.2.m0${String(n).padStart(16, 'a').replace(/\d/g, 'b')}@example.test`,
      ),
    )
  expect(answers.slice(0, 30).every((one) => one.startsWith('550 5.1.1'))).toBe(true)
  expect(answers.slice(30).every((one) => one.startsWith('421 4.7.0'))).toBe(true)
  expect(await alarmsOf(house)).toMatchObject([
    { name: 'recipient_guessing', about: '127.0.0.1', times: 1 },
  ])
})

test('a client that has guessed still brings honest mail, and its guesses are forgotten in time', async () => {
  const house = await openHouse()
  for (let n = 0; n < 31; n++) await guess(house, `guess${n}@example.test`)
  expect(await guess(house, 'guess@example.test')).toMatch(/^421/)
  expect(await guess(house, 'support@example.test')).toMatch(/^250/)
  house.clock.forward(2 * MINUTE)
  expect(await guess(house, 'guess@example.test')).toMatch(/^550/)
})

test('the guesses that a trusted relay passes on cut its session, and not the next one', async () => {
  const house = await openHouse({ TRUSTED_RELAYS: '127.0.0.1=mx.example.test' })
  for (let n = 0; n < 40; n++)
    expect(await guess(house, `guess${n}@example.test`)).toMatch(/^550 5\.1\.1/)
})

test('a hundred mails of one sender in a minute: some are told to come later, and in the end all are there', async () => {
  const house = await openHouse(COUNTED)
  const waiting = Array.from({ length: 100 }, (_, n) => mailOf(n))
  let deferred = 0
  while (waiting.length > 0) {
    const answer = await mail(house, nora.email, waiting[0]!)
    if (answer.startsWith('250')) waiting.shift()
    else {
      expect(answer).toMatch(/^451 4\.7\.1/)
      deferred++
      house.clock.forward(SECOND)
    }
  }
  await house.settle()
  expect(deferred).toBe(40)
  expect(await house.recordCount()).toBe(100)
  expect(await alarmsOf(house)).toMatchObject([{ name: 'mail_flood', times: 1 }])
})

test('while one sender is told to come later, another is not', async () => {
  const house = await openHouse(COUNTED)
  for (let n = 0; n < 60; n++) await mail(house, nora.email, mailOf(n))
  expect(await mail(house, nora.email, mailOf(60))).toMatch(/^451/)
  expect(await mail(house, vic.email, mailOf(61))).toMatch(/^250/)
})

test('a client that changes its sender with each mail is told to come later as well', async () => {
  const house = await openHouse(COUNTED)
  const senders = Array.from({ length: 310 }, (_, n) => [`MAIL FROM:<s${n}@x.test>`, 'RSET'])
  const answers = await talk(house.port, ['EHLO x', ...senders.flat()])
  expect(answers.slice(2).filter((one) => one.startsWith('250'))).toHaveLength(600)
  expect(answers.at(-1)).toMatch(/^451 4\.7\.1/)
})

test('a trusted relay and a neighbour may send more than a stranger', async () => {
  for (const settings of [{ TRUSTED_RELAYS: '127.0.0.1=mx.example.test' }, {}]) {
    const house = await openHouse({ ...settings })
    const lines = ['EHLO x', ...Array(100).fill(['MAIL FROM:<s@x.test>', 'RSET']).flat()]
    const answers = await talk(house.port, lines)
    expect(answers.every((one) => one.startsWith('2'))).toBe(true)
  }
})

test('one client does not take all lines of the door', async () => {
  const house = await openHouse(COUNTED)
  const lines = await Promise.all(Array.from({ length: 110 }, () => greeting(house.port)))
  expect(lines.filter(({ words }) => words.startsWith('220'))).toHaveLength(100)
  expect(lines.filter(({ words }) => words.startsWith('421 4.7.0'))).toHaveLength(10)
  for (const { hangUp } of lines) hangUp()
})

function mailOf(n: number): string {
  return `From: <${nora.email}>\r\nTo: support@example.test\r\nSubject: Order ${n}\r\nMessage-ID: <order.${n}@customer.test>\r\n\r\nOrder ${n}\r\n.`
}

/** @returns the answer to MAIL where it is no, else the one to the end of the mail */
async function mail(house: House, from: string, source: string): Promise<string> {
  const answers = await talk(house.port, [
    'EHLO x',
    `MAIL FROM:<${from}>`,
    'RCPT TO:<support@example.test>',
    'DATA',
    source,
  ])
  return answers[2]!.startsWith('250') ? answers.at(-1)! : answers[2]!
}

/** Opens a line and keeps it. */
function greeting(port: number): Promise<{ words: string; hangUp(): void }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.once('data', (words) =>
      resolve({ words: words.toString(), hangUp: () => socket.destroy() }),
    )
  })
}

/** Says each line in turn until one is refused. @returns the last line of each answer */
function talk(port: number, lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = []
    const waiting = [...lines]
    const socket = connect(port, '127.0.0.1')
    let held = ''
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('close', () => resolve(answers))
    socket.on('data', (chunk: string) => {
      held += chunk
      for (let line = LINE.exec(held); line; line = LINE.exec(held)) {
        held = held.slice(line[0].length)
        if (line[2] === '-') continue
        answers.push(line[0].trim())
        const next = line[1]! < '400' ? waiting.shift() : undefined
        if (next !== undefined) socket.write(`${next}\r\n`)
        else {
          socket.destroy()
          resolve(answers)
        }
      }
    })
  })
}

const LINE = /^(\d{3})([ -])[^\n]*\n/
