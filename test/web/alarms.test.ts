import { afterEach, beforeEach, expect, test } from 'vitest'
import { MINUTE } from '../../gateway/lib/clock.ts'
import type { Log } from '../../gateway/lib/log.ts'
import { movableClock } from '../house.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

const clock = movableClock()
const lines: { fact: string; fields: object | undefined }[] = []
const log: Log = {
  info() {},
  warn() {},
  error: (fact, fields) => void lines.push({ fact, fields }),
}

let office: Office
let ada: Visitor
beforeEach(async () => {
  lines.length = 0
  office = await openOffice({}, { clock, log })
  ada = await office.signedIn('ada')
})
afterEach(() => office.close())

async function raise(about: string): Promise<void> {
  office.site.alarms.raise('recipient_guessing', about)
  await office.site.alarms.idle()
}

test('an alarm is a line of the log, stands above the mail log and is dismissed there', async () => {
  await raise('192.0.2.7')
  expect(lines).toMatchObject([
    { fact: 'alarm raised', fields: { alarm: 'recipient_guessing', about: '192.0.2.7' } },
  ])
  const page = await ada.get('/mails')
  expect(words(page)).toMatch(/1 alarm 192\.0\.2\.7 Dismiss It guesses addresses.*1 time/)
  await ada.post(/\/mails\/alarms\/\d+\/dismiss/.exec(page.text)![0])
  expect(words(await ada.get('/mails'))).not.toContain('192.0.2.7')
})

test('about the same thing there is one alarm in ten minutes, and the next one says how often', async () => {
  for (let n = 0; n < 5; n++) await raise('192.0.2.7')
  expect(lines).toHaveLength(1)
  clock.forward(10 * MINUTE)
  await raise('192.0.2.7')
  expect(lines.map(({ fields }) => fields)).toMatchObject([{ times: 1 }, { times: 5 }])
  expect(words(await ada.get('/mails'))).toMatch(/1 alarm 192\.0\.2\.7 .*6 times/)
})

test('a thousand clients make no thousand alarms', async () => {
  for (let n = 0; n < 1000; n++) office.site.alarms.raise('recipient_guessing', `client ${n}`)
  await office.site.alarms.idle()
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toMatchObject({ fields: { about: 'and others' } })
})

test('/metrics counts alarms by name', async () => {
  await raise('192.0.2.7')
  await raise('192.0.2.8')
  const { text } = await office.visitor().get('/metrics')
  expect(text).toContain('postern_alarms_total{name="recipient_guessing"} 2')
})

test('an alarm is for operators: an agent neither sees nor dismisses it', async () => {
  await raise('192.0.2.7')
  const kim = await office.signedIn('kim')
  expect((await kim.get('/mails')).status).toBe(403)
  expect((await kim.post('/mails/alarms/1/dismiss')).status).toBe(403)
  expect(words(await ada.get('/mails'))).toContain('192.0.2.7')
})
