import { expect, test } from 'vitest'
import { logChange, postMessage } from '../../gateway/chatter/messages/post.ts'
import { openCrowd } from '../crowd.ts'
import { statementsOf } from '../statements.ts'

async function statementsToPost(count: number): Promise<string[]> {
  const { site, ticket, author, at } = await openCrowd(count)
  const draft = { author, text: 'To all.', at }
  return statementsOf(() => site.store.write((tx) => postMessage(tx, ticket.thread, draft)))
}

test('posting takes the same statements for every 500 followers, in one transaction', async () => {
  const [thousand, two, three] = [
    await statementsToPost(1000),
    await statementsToPost(2000),
    await statementsToPost(3000),
  ]
  // one of notifications and one of deliveries
  expect((two.length - thousand.length) / 2).toBe(2)
  expect((three.length - two.length) / 2).toBe(2)
  expect(thousand.filter((sql) => sql.startsWith('insert into deliveries'))).toHaveLength(2)
})

test('a change told to many, while an earlier one waits for them, takes one statement more for every 500', async () => {
  const { site, ticket, author, at } = await openCrowd(1000)
  await site.store.write((tx) =>
    tx.all(`update people set kind = 'user', role = 'reader' where name like 'Follower %'`),
  )
  const changes = [{ field: 'stage', label: 'Stage', from: 'New', to: 'Waiting' }]
  const draft = { author, changes, subtype: 'stage', at }
  const change = () =>
    statementsOf(() => site.store.write((tx) => logChange(tx, ticket.thread, draft)))
  await change()
  const [second, third] = [await change(), await change()]
  expect(third).toHaveLength(second.length)
  expect(third.filter((sql) => sql.startsWith('update deliveries'))).toHaveLength(2)
})
