import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../gateway/lib/clock.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { list } from '../../gateway/store/rows.ts'
import { inbound } from '../../gateway/store/tables/mailbag.ts'
import { records } from '../../gateway/store/tables/threads.ts'
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
  const forged = Array.from({ length: 100 }, (_, n) => {
    const signature = n
      .toString()
      .padStart(16, '0')
      .replace(/\d/g, (digit) => 'abcdefghij'[+digit]!)
    return `ticket+1.2.m0${signature}@example.test`
  })
  const answers = await Promise.all(forged.map((address) => guess(house, address)))
  expect(answers.filter((one) => one.startsWith('550 5.1.1'))).toHaveLength(60)
  expect(answers.filter((one) => one.startsWith('421 4.7.0'))).toHaveLength(40)
  expect(await alarmsOf(house)).toMatchObject([
    { name: 'recipient_guessing', about: '127.0.0.1', times: 1 },
  ])
})

test('a client that has guessed still brings honest mail, and its guesses are forgotten in time', async () => {
  const house = await openHouse()
  await Promise.all(guesses(61).map((address) => guess(house, address)))
  expect(await guess(house, 'guess@example.test')).toMatch(/^421/)
  expect(await guess(house, 'support@example.test')).toMatch(/^250/)
  house.clock.forward(2 * MINUTE)
  expect(await guess(house, 'guess@example.test')).toMatch(/^550/)
})

test('the guesses that a trusted relay passes on cut its session, and not the next one', async () => {
  const house = await openHouse({ TRUSTED_RELAYS: '127.0.0.1=mx.example.test' })
  const answers = await Promise.all(guesses(70).map((address) => guess(house, address)))
  expect(answers.every((one) => one.startsWith('550 5.1.1'))).toBe(true)
})

test('a hundred mails of one sender in a minute: some are told to come later, and in the end all are there', async () => {
  const house = await openHouse(COUNTED)
  const waiting = Array.from({ length: 100 }, (_, n) => mailOf(n))
  let deferred = 0
  while (waiting.length > 0) {
    const { kept, last } = await bring(house, nora.email, waiting)
    waiting.splice(0, kept)
    if (waiting.length === 0) break
    expect(last).toMatch(/^451 4\.7\.1/)
    deferred++
    house.clock.forward(10 * SECOND)
  }
  await house.settle()
  expect(deferred).toBe(4)
  expect(await unfiled(house)).toEqual([])
  expect(await house.recordCount()).toBe(100)
  expect(await alarmsOf(house)).toMatchObject([{ name: 'mail_flood', times: 1 }])
})

test('while one sender is told to come later, another is not', async () => {
  const house = await openHouse(COUNTED)
  const mails = Array.from({ length: 61 }, (_, n) => mailOf(n))
  expect(await bring(house, nora.email, mails)).toMatchObject({ kept: 60 })
  expect(await bring(house, vic.email, [mailOf(61)])).toMatchObject({ kept: 1 })
})

test('behind a heap of mails of one sender the mail of another is filed with the first', async () => {
  const house = await openHouse()
  const keep = (from: string, n: number) => {
    const source = Buffer.from(mailOf(n).replace(nora.email, from))
    const size = source.length
    const envelope = { mailFrom: from, recipients: ['support@example.test'], authenticated: null }
    const arrival = {
      door: 'smtp' as const,
      remote: '192.0.2.7',
      ...envelope,
      size,
      source,
      file: null,
    }
    return house.intake.mailbag.accept(arrival)
  }
  const heap = await Promise.all(Array.from({ length: 300 }, (_, n) => keep('heap@x.test', n)))
  const hers = await keep(nora.email, 300)
  for (const id of [...heap, hers]) house.intake.sorter.arrived(id)
  await house.settle()
  expect(await house.recordCount()).toBe(301)
  const all = await house.site.store.read((reader) => list(reader, records))
  // two batches of 32 are on their way at once, and either may be written first
  expect(all.find(({ name }) => name === 'Order 300')!.number).toBeLessThanOrEqual(64)
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

function guesses(many: number): string[] {
  return Array.from({ length: many }, (_, n) => `guess${n}@example.test`)
}

/** Brings mails in one session until one is not taken. @returns how many were kept, and the last answer */
async function bring(
  house: House,
  from: string,
  mails: string[],
): Promise<{ kept: number; last: string }> {
  const commands = mails.map((source) => [
    `MAIL FROM:<${from}>`,
    'RCPT TO:<support@example.test>',
    'DATA',
    source,
  ])
  const answers = await talk(house.port, ['EHLO x', ...commands.flat()])
  return { kept: answers.filter((one) => one.includes('Kept as')).length, last: answers.at(-1)! }
}

/** What has become of mails that are not filed. */
async function unfiled(house: House) {
  const mails = await house.site.store.read((reader) => list(reader, inbound, {}))
  return mails
    .filter(({ state }) => state !== 'filed')
    .map(({ state, reason, trace }) => ({ state, reason, trace }))
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
