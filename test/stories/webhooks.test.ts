import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { callOut, isNamed, isPublicAddress } from '../../gateway/integrations/call-out.ts'
import { DAY, HOUR } from '../../gateway/lib/clock.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { nora } from '../cast.ts'
import { openRuledHouse } from './with-rules.ts'

type Got = { headers: Record<string, string | string[] | undefined>; body: string }

/** A program that takes webhooks, and answers what a test wants. */
async function openShop(answer: () => number = () => 204) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(answer(), { location: 'http://127.0.0.1:1/' }).end('an answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

const calls = (url: string) => ({
  cause: { on: 'created' as const },
  actions: [{ does: 'webhook' as const, url }],
})

test('a rule calls a webhook, signed as Standard Webhooks say, and tells it nothing of the thread', async () => {
  const shop = await openShop()
  const { house, rule, opens } = await openRuledHouse({ WEBHOOK_HOSTS: '127.0.0.1' })
  const { secret } = await rule('order', calls(shop.url))
  await opens('order', { name: 'Forty desks', customer: nora, values: { total: '900' } })
  await house.schedule()
  expect(shop.got).toHaveLength(1)
  const [{ headers, body }] = shop.got as [Got]
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(signed).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  expect(JSON.parse(body)).toEqual({
    type: 'record.created',
    timestamp: '2026-11-21T09:00:00.000Z',
    data: {
      rule: 'a-rule',
      record: 'O-1',
      recordType: 'order',
      name: 'Forty desks',
      stage: 'quotation',
      stageLabel: 'Quotation',
      values: { total: 900 },
      url: 'https://postern.example.test/records/O-1',
    },
  })
})

test('a webhook that fails is called again with the same id, until it takes the call', async () => {
  let answer = 503
  const shop = await openShop(() => answer)
  const { house, rule, opens } = await openRuledHouse({ WEBHOOK_HOSTS: '127.0.0.1' })
  await rule('order', calls(shop.url))
  await opens('order', { name: 'Desks' })
  await house.schedule()
  await house.schedule()
  expect(shop.got).toHaveLength(1)
  answer = 200
  house.clock.forward(HOUR)
  await house.schedule()
  house.clock.forward(DAY)
  await house.schedule()
  expect(shop.got.map(({ headers }) => headers['webhook-id'])).toEqual(['call_1', 'call_1'])
})

test('a webhook that fails for days is given up, with an alarm; no redirect is followed', async () => {
  const shop = await openShop(() => 302)
  const { house, rule, opens } = await openRuledHouse({ WEBHOOK_HOSTS: '127.0.0.1' })
  await rule('order', calls(shop.url))
  await opens('order', { name: 'Desks' })
  for (let day = 0; day < 10; day++) {
    await house.schedule()
    house.clock.forward(DAY)
  }
  expect(shop.got).toHaveLength(8)
  await house.site.alarms.idle()
  const [alarm] = await house.site.store.read(openAlarmsIn)
  expect(alarm).toMatchObject({ name: 'webhook_failed', about: new URL(shop.url).host })
})

test('a webhook does not lead into our own network, by number or by name, unless the settings name it', async () => {
  const shop = await openShop()
  const { house, rule, opens } = await openRuledHouse()
  await rule('order', calls(shop.url))
  await rule('order', { ...calls(shop.url.replace('127.0.0.1', 'localhost')), code: 'by-name' })
  await opens('order', { name: 'Desks' })
  await house.schedule()
  expect(shop.got).toEqual([])
  const rows = await house.site.store.read((reader) =>
    reader.all<{ response: string }>('select response from webhook_calls order by id'),
  )
  expect(rows.map(({ response }) => response)).toEqual([
    '127.0.0.1 is not on the public internet; WEBHOOK_HOSTS can allow it.',
    'localhost is not on the public internet; WEBHOOK_HOSTS can allow it.',
  ])
})

test('where hosts are named, no other is called', async () => {
  const call = { url: 'https://elsewhere.test/', headers: {}, body: '' }
  await expect(callOut(call, ['shop.test'])).rejects.toThrow(
    'elsewhere.test is not one of the hosts',
  )
  expect([
    isNamed('api.shop.test', ['*.shop.test']),
    isNamed('evilshop.test', ['*.shop.test']),
  ]).toEqual([true, false])
})

const INSIDE = [
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  'no address',
]
for (const address of INSIDE)
  test(`${address} is not on the public internet`, () => {
    expect(isPublicAddress(address)).toBe(false)
  })

for (const address of ['1.1.1.1', '8.8.8.8', '2606:4700::1111', '2a00:1450::1'])
  test(`${address} is on the public internet`, () => {
    expect(isPublicAddress(address)).toBe(true)
  })

// what a URL makes of odd spellings of 127.0.0.1
for (const host of ['2130706433', '0x7f.1', '127.1', '[::ffff:7f00:1]', '017700000001'])
  test(`http://${host}/ is not called`, async () => {
    await expect(callOut({ url: `http://${host}/`, headers: {}, body: '' }, [])).rejects.toThrow(
      'is not on the public internet',
    )
  })
