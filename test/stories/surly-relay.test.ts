import { createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { list } from '../../gateway/store/rows.ts'
import { deliveries } from '../../gateway/store/tables/followers.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** A relay that takes nothing: it says these words to the first line that begins so; '' is the greeting. */
async function surlyRelay(words: Record<string, string>): Promise<number> {
  const server: Server = createServer((socket) => {
    const say = (line: string) => socket.write(`${line}\r\n`)
    say(words[''] ?? '220 surly')
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
        const found = Object.keys(words).find((start) => start && line.startsWith(start))
        if (found) say(words[found]!)
        else say(line.startsWith('EHLO') ? '250-surly\r\n250 AUTH PLAIN' : '250 ok')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

async function deliveryBy(house: House) {
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Hello?' })
  const [only] = await house.site.store.read((reader) => list(reader, deliveries))
  return only!
}

const refusalsOfUs = [
  { at: 'its greeting', words: { '': '554 5.7.1 Go away' } },
  { at: 'EHLO and HELO', words: { EHLO: '550 No', HELO: '550 No' } },
  { at: 'AUTH', words: { AUTH: '535 5.7.8 Wrong password' } },
  { at: 'MAIL, for want of a sign-in', words: { MAIL: '530 5.7.0 Sign in first' } },
]
for (const { at, words } of refusalsOfUs) {
  test(`a relay that refuses us at ${at} keeps the mail waiting: settings can be mended`, async () => {
    const port = await surlyRelay(words)
    const house = await openHouse({ RELAY_URL: `smtp://us:secret@127.0.0.1:${port}` })
    expect(await deliveryBy(house)).toMatchObject({ state: 'deferred', attempts: 1 })
  })
}

const refusalsOfTheMail = [
  { at: 'RCPT', words: { AUTH: '235 ok', RCPT: '550 5.1.1 Unknown' } },
  { at: 'DATA', words: { AUTH: '235 ok', DATA: '554 5.6.0 Not this' } },
]
for (const { at, words } of refusalsOfTheMail) {
  test(`a relay that refuses the mail at ${at} for good ends it`, async () => {
    const port = await surlyRelay(words)
    const house = await openHouse({ RELAY_URL: `smtp://us:secret@127.0.0.1:${port}` })
    expect(await deliveryBy(house)).toMatchObject({ state: 'failed', attempts: 1 })
  })
}
