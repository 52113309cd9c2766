import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { list } from '../../gateway/store/rows.ts'
import { deliveries } from '../../gateway/store/tables/followers.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

type Step = 'MAIL' | 'RCPT' | 'DATA' | 'end' | 'RSET'
/** What a relay does at a step of its nth line: says something else, or hangs up (null). */
type Mood = (step: Step, line: number, mail: number) => string | null | undefined

/** A relay that speaks SMTP one line at a time, in a mood; `taken` are the mails that it has said 250 to, `recipients` whom it was named. */
async function moodyRelay(mood: Mood) {
  const relay = { taken: [] as string[], recipients: [] as string[], lines: 0, port: 0 }
  const server = createServer((socket) => {
    const line = relay.lines++
    let mail = 0
    let text: string | null = null
    socket.on('error', () => {})
    socket.write('220 moody\r\n')
    socket.on('data', (bytes) => {
      for (const said of bytes.toString().split(/(?<=\r\n)/)) {
        if (text !== null) {
          text += said
          if (!text.endsWith('\r\n.\r\n')) continue
          if (answer(socket, mood('end', line, mail), '250 taken')) relay.taken.push(text)
          text = null
          mail++
          continue
        }
        const step = said.slice(0, 4) as Step
        if (step === 'RCPT') relay.recipients.push(said.trim().slice('RCPT TO:'.length))
        if (said.startsWith('EHLO')) socket.write('250 moody\r\n')
        else if (step !== 'DATA') answer(socket, mood(step, line, mail), '250 ok')
        else if (answer(socket, mood(step, line, mail), '354 go on')) text = ''
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  relay.port = (server.address() as { port: number }).port
  return relay
}

/** @returns whether it said what it says in a good mood */
function answer(socket: Socket, moody: string | null | undefined, good: string): boolean {
  if (moody === null) socket.destroy()
  else socket.write(`${moody ?? good}\r\n`)
  return moody === undefined
}

async function houseWith(mood: Mood) {
  const relay = await moodyRelay(mood)
  const house = await openHouse({ RELAY_URL: `smtp://127.0.0.1:${relay.port}` })
  const ticket = await house.ticketFrom(nora)
  for (const who of [kim, ada]) await house.follow(ticket, who)
  const says = async (text: string) => {
    await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text })
    return states(house)
  }
  return { relay, house, ticket, says }
}

async function states(house: House) {
  const all = await house.site.store.read((reader) => list(reader, deliveries, { order: 'id' }))
  return all.map(({ state, attempts }) => `${state} ${attempts}`)
}

test('a relay that hangs up after each mail gets each mail once, at the first attempt', async () => {
  const { relay, says } = await houseWith((step, _line, mail) => {
    if (step === 'MAIL' && mail > 0) return null
  })
  await says('One')
  await says('Two')
  expect(await says('Three')).toEqual(Array(6).fill('sent 1'))
  expect(relay.taken).toHaveLength(6)
})

test('a relay that says 421 on a line that has waited is asked on another one at once', async () => {
  const { relay, says } = await houseWith((step, _line, mail) => {
    if (step === 'MAIL' && mail > 0) return '421 4.3.0 Enough for this line'
  })
  await says('One')
  expect(await says('Two')).toEqual(Array(4).fill('sent 1'))
  expect(relay.taken).toHaveLength(4)
})

test('a relay that hangs up when it has all words may have taken the mail: it is sent again later, not at once', async () => {
  const { relay, house, says } = await houseWith((step, line) => {
    if (step === 'end' && line < 2) return null
  })
  expect(await says('One')).toEqual(Array(2).fill('deferred 1'))
  expect(relay.taken).toHaveLength(0)
  house.clock.forward(120_000)
  await house.settle()
  expect(await states(house)).toEqual(Array(2).fill('sent 2'))
})

test('a relay that refuses one mail keeps its line for the next', async () => {
  let refused = 0
  const { relay, says } = await houseWith((step) => {
    if (step === 'RCPT' && refused++ === 0) return '550 5.1.1 Unknown'
  })
  expect((await says('One')).toSorted()).toEqual(['failed 1', 'sent 1'])
  const { lines } = relay
  await says('Two')
  expect(relay.lines).toBe(lines)
})

test('a relay that hangs up instead of forgetting a refused mail is called again', async () => {
  const { relay, says } = await houseWith((step, line) => {
    if (step === 'RCPT' && line < 2) return '550 5.1.1 Unknown'
    if (step === 'RSET') return null
  })
  expect(await says('One')).toEqual(Array(2).fill('failed 1'))
  expect((await says('Two')).slice(2)).toEqual(Array(2).fill('sent 1'))
  expect(relay.lines).toBeGreaterThan(2)
})

test('an address in letters of another script goes out as mail servers take it', async () => {
  const { relay, house, ticket, says } = await houseWith(() => undefined)
  await house.follow(ticket, { ...vic, email: 'vic@bücher.test' })
  await says('One')
  expect(relay.recipients).toContain('<vic@xn--bcher-kva.test>')
})
