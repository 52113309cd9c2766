import { expect, test } from 'vitest'
import { installation } from './installation.ts'

/** The real commands on a folder of its own, with Kim, Ada, Vic, and the ticket T-1. */
function ticketAtWork() {
  const { json: postern } = installation()
  postern('person', 'add', 'kim@example.test', '--name', 'Kim Larsen', '--role', 'agent')
  postern('person', 'add', 'ada@example.test', '--name', 'Ada Byrne', '--role', 'owner')
  postern('person', 'add', 'vic@vendor.test', '--name', 'Vic Moreau', '--contact')
  postern('record', 'add', 'ticket', '--name', 'Printer on fire')
  return postern
}

const KIM = ['--by', 'kim@example.test']
const ADA = ['--by', 'ada@example.test']

test('a script names people, edits, reads what was before, reacts, stars and deletes', () => {
  const postern = ticketAtWork()
  const noted = postern('note', 'T-1', ...KIM, '@ada and @vic@vendor.test: look')
  const id = String(noted.rows[0]!['message'])
  expect(noted.rows[0]!['remarks']).toEqual([expect.stringContaining('Vic Moreau')])
  expect(postern('inbox', ...ADA, '--mentions').rows).toMatchObject([
    { record: 'T-1', reason: 'mention' },
  ])
  expect(postern('message', 'read', id, ...ADA).rows).toEqual([{ message: Number(id), read: true }])
  expect(postern('inbox', ...ADA).rows).toEqual([])
  postern('message', 'edit', id, ...KIM, 'Better words')
  expect(postern('message', 'history', id).rows).toMatchObject([
    { text: '@ada and @vic@vendor.test: look', changedBy: 'Kim Larsen' },
  ])
  expect(postern('message', 'react', id, ...ADA, '👍').rows[0]).toMatchObject({ reacted: true })
  expect(postern('message', 'star', id, ...ADA).rows[0]).toMatchObject({ starred: true })
  expect(postern('message', 'delete', id, '--by', 'vic@vendor.test').code).toBe(1)
  expect(postern('message', 'delete', id, ...KIM).rows[0]).toMatchObject({ deleted: true })
  expect(postern('messages', '--record', 'T-1').rows.at(-1)).toMatchObject({
    text: '',
    deleted: expect.any(String),
  })
  const told = postern('note', 'T-1', ...KIM, '@vic@vendor.test: look', '--tell', 'vic@vendor.test')
  expect(told.rows[0]).not.toHaveProperty('remarks')
}, 120_000)

test('a script keeps canned responses, sends later, and changes what waits', () => {
  const postern = ticketAtWork()
  expect(postern('canned', 'add', 'hi', 'Good day', ...ADA, '--shared').rows).toEqual([
    { shortcut: 'hi', shared: true, text: 'Good day' },
  ])
  expect(postern('canned', 'add', 'hi', 'Mine', ...KIM, '--shared').code).toBe(1)
  expect(postern('canned', 'list', ...KIM).rows).toHaveLength(1)
  const put = postern('send', 'T-1', ...KIM, ':hi', '--later', '3d', '--to', 'vic@vendor.test')
  const id = String(put.rows[0]!['scheduled'])
  expect(postern('scheduled', 'set', id, ...KIM, '--text', ':hi Vic').rows[0]).toMatchObject({
    text: ':hi Vic',
  })
  expect(postern('scheduled', 'list', 'T-1').rows).toMatchObject([{ author: 'Kim Larsen' }])
  expect(postern('scheduled', 'now', id, ...KIM).rows[0]!['message']).toEqual(expect.any(Number))
  expect(postern('messages', '--record', 'T-1').rows.at(-1)).toMatchObject({ text: 'Good day Vic' })
  expect(postern('deliveries').rows).toMatchObject([{ address: 'vic@vendor.test' }])
  expect(postern('scheduled', 'cancel', id, ...KIM).code).toBe(1)
  expect(postern('canned', 'remove', 'hi', ...ADA).rows).toEqual([{ removed: 'hi' }])
}, 120_000)
