import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import {
  countsOn,
  doneOn,
  listActivities,
  plannedOn,
} from '../../gateway/chatter/activities/activities.ts'
import { remindOfDue, tellOfOverdue } from '../../gateway/chatter/activities/reminders.ts'
import type { Site } from '../../gateway/store/site.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { Value } from '../../gateway/store/value.ts'
import { openHouse } from '../house.ts'

type Asked = { sql: string; values: Value[] }

/** The same transaction, which writes down what it is asked. */
function listening(tx: Tx, asked: Asked[]): Tx {
  const note = (sql: string, values: Value[] = []) => {
    // of a claim, what it looks for
    const question = /^update[\s\S]*?\((select[\s\S]*)\)\s*returning/.exec(sql)?.[1] ?? sql
    if (/activit/.test(sql)) asked.push({ sql: question, values })
  }
  return {
    ...tx,
    all(sql, values) {
      note(sql, values)
      return tx.all(sql, values)
    },
    one(sql, values) {
      note(sql, values)
      return tx.one(sql, values)
    },
  }
}

test('every question about activities is answered by an index, however many there are', async () => {
  const { site } = await openHouse()
  const asked: Asked[] = []
  await site.store.write(async (tx) => {
    const listener = listening(tx, asked)
    await plannedOn(listener, 1)
    await doneOn(listener, 1)
    await countsOn(listener, [1, 2])
    await listActivities(listener, { assignee: 1 })
    await listActivities(listener, { assignee: 0, from: '2026-11-16', to: '2026-11-22' })
    await remindOfDue(listener, 1)
    await tellOfOverdue(listener, 1)
  })
  expect(asked).toHaveLength(7)
  for (const one of asked) {
    const plan = await planOf(site, one)
    const byIndex = /activit\w*_(?:thread|done|assignee|due|remind|digest)/
    const whole =
      /SCAN (?:a|activities|activity_habits)$|Seq Scan on (?:activities|activity_habits)/m
    expect([one.sql, plan]).toEqual([one.sql, expect.stringMatching(byIndex)])
    expect([one.sql, plan]).not.toEqual([one.sql, expect.stringMatching(whole)])
  }
})

async function planOf(site: Site, { sql, values }: Asked): Promise<string> {
  if (site.store.dialect === 'sqlite') {
    const file = new DatabaseSync(join(site.config.DATA_DIR, 'postern.sqlite'), { readOnly: true })
    const lines = file.prepare(`explain query plan ${sql}`).all()
    file.close()
    return lines.map((line) => line['detail']).join('\n')
  }
  return site.store.write(async (tx) => {
    // on a few rows it would rather read all of them
    await tx.all('set local enable_seqscan = off')
    const lines = await tx.all<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)
    return lines.map((line) => line['QUERY PLAN']).join('\n')
  })
}
