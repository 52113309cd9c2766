import { expect, test } from 'vitest'
import { openFairQueue } from '../../gateway/inbound/mailbag/fair-queue.ts'

const senderOf = (id: string) => id.split(' ')[0]!

test('behind a thousand mails of one sender, the one of another is next', () => {
  const queue = openFairQueue(senderOf)
  for (let n = 0; n < 1000; n++) queue.add(`mallory ${n}`)
  queue.add('nora 1')
  expect(queue.take(3)).toEqual(['mallory 0', 'nora 1', 'mallory 1'])
  expect(queue.size).toBe(998)
})

test('each comes out once, in the order of its sender, however often it is added', () => {
  const queue = openFairQueue(senderOf)
  for (const id of ['nora 1', 'nora 2', 'vic 1', 'nora 1']) queue.add(id)
  expect(queue.take(10)).toEqual(['nora 1', 'vic 1', 'nora 2'])
  expect(queue.take(10)).toEqual([])
})
