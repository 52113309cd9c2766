import { afterAll, beforeAll, expect, test } from 'vitest'
import { postMessage } from '../../gateway/chatter/messages/post.ts'
import { countUnread, unreadOf } from '../../gateway/chatter/messages/unread.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import type { Reader } from '../../gateway/store/store.ts'
import { readWriting } from '../../web/writing-reading.ts'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
  await office.deliver()
  await ada.post('/records/T-1/follow')
})
afterAll(() => office.close())

const entryIn = ({ location }: Page) => Number(/#m(\d+)$/.exec(location ?? '')?.[1])

async function allRead(who: Visitor): Promise<void> {
  await who.post('/inbox/read', { upTo: '999999' })
}

test('the inbox shows what somebody was told of and has not read, with the reason, and the top of each page how much', async () => {
  await allRead(ada)
  await kim.post('/records/T-1/entries', { kind: 'message', text: 'The fuser has come.' })
  await kim.post('/records/T-1/entries', { kind: 'note', text: '@ada it was dear.' })
  const page = words(await ada.get('/inbox'))
  expect(page).toMatch(/Inbox 2 unread/)
  expect(page).toMatch(
    /T-1 Printer on fire .*Internal note calls you Kim Larsen @ada it was dear\..*because you are mentioned/,
  )
  expect(page).toMatch(/Message Kim Larsen The fuser has come\./)
  const mentions = words(await ada.get('/inbox?show=mentions'))
  expect(mentions).toContain('it was dear')
  expect(mentions).not.toContain('The fuser has come')
})

test('one entry is marked as read, or all that the page has shown; what came after stays', async () => {
  await allRead(ada)
  await kim.post('/records/T-1/entries', { kind: 'message', text: 'One' })
  const id = entryIn(await kim.post('/records/T-1/entries', { kind: 'message', text: 'Two' }))
  const before = await ada.get('/inbox')
  await kim.post('/records/T-1/entries', { kind: 'message', text: 'Three' })
  await ada.post(`/inbox/messages/${id}/read`)
  expect(words(await ada.get('/inbox'))).toMatch(/Inbox 2 unread/)
  const upTo = /name="upTo" value="(\d+)"/.exec(before.text)![1]!
  await ada.post('/inbox/read', { upTo })
  const left = words(await ada.get('/inbox'))
  expect(left).toContain('Three')
  expect(left).not.toMatch(/Larsen One|Larsen Two/)
})

test('a GET reads nothing; the button below the thread does, and so does writing there', async () => {
  await allRead(ada)
  await kim.post('/records/T-1/entries', { kind: 'message', text: 'Look' })
  const page = await ada.get('/records/T-1')
  expect(words(page)).toContain('Mark 1 entry as read')
  expect(page.text).toMatch(/class="entry message\s+unread"/)
  expect(words(await ada.get('/inbox'))).toMatch(/Inbox 1 unread/)
  const action = /action="(\/threads\/\d+\/read)"/.exec(page.text)![1]!
  expect((await ada.post(action)).location).toMatch(/^\/threads\//)
  expect(words(await ada.get('/inbox'))).toContain('All read')

  const id = entryIn(await kim.post('/records/T-1/entries', { kind: 'message', text: 'Again' }))
  await ada.post('/records/T-1/entries', { kind: 'note', text: 'I have seen it' })
  expect(words(await ada.get('/inbox'))).toContain('All read')
  await ada.post(`/messages/${id}/unread`)
  expect(words(await ada.get('/inbox'))).toMatch(/Inbox 1 unread/)
})

test('a mail in somebody’s name that waits for their word stands in their inbox, with the way to answer', async () => {
  await receive(
    office,
    'From: Kim Larsen <kim@example.test>\nTo: support@example.test\nSubject: Pay this at once\nMessage-ID: <pay@elsewhere.test>\n\nPay.\n',
  )
  const page = await kim.get('/inbox')
  expect(words(page)).toContain('Did you write this? Pay this at once')
  expect(words(await ada.get('/inbox'))).not.toContain('Did you write this?')
  const link = /href="(\/q\/[^"]+\/mine)"/.exec(page.text)![1]!
  expect(words(await kim.get(link))).toContain('Did you write this mail?')
})

/** Counts the statements that a reading takes. */
async function statements(read: (reader: Reader) => Promise<unknown>): Promise<string[]> {
  return office.site.store.read(async (reader) => {
    const said: string[] = []
    const listening: Reader = {
      ...reader,
      all: (sql, values) => {
        said.push(sql)
        return reader.all(sql, values)
      },
      one: (sql, values) => {
        said.push(sql)
        return reader.one(sql, values)
      },
    }
    await read(listening)
    return said
  })
}

test('counts and marks take the same few statements however much there is, and none counts messages', async () => {
  const viewer = await office.person('ada@example.test')
  const read = async (reader: Reader, entries: number[]) => {
    await countUnread(reader, viewer.id)
    await unreadOf(reader, viewer.id, { mentions: true, before: 1e12 })
    await readWriting(reader, { thread: 1, viewer, entries })
  }
  const few = await statements((reader) => read(reader, [1]))
  const author = await office.person('kim@example.test')
  await office.site.store.write(async (tx) => {
    const { thread } = await recordByReference(tx, 'T-1')
    for (let n = 0; n < 30; n++)
      await postMessage(tx, thread, { author, text: `Number ${n}`, at: office.site.clock.now() })
  })
  const many = await statements((reader) =>
    read(
      reader,
      Array.from({ length: 50 }, (_, n) => n + 1),
    ),
  )
  expect(many).toHaveLength(few.length)
  expect(many.filter((sql) => /count\(\*\)[^(]*from messages/.test(sql))).toEqual([])
})

test('each reading of the inbox stands on an index, and reads nobody else’s rows', async () => {
  if (office.site.store.dialect !== 'sqlite') return
  const plan = (sql: string) =>
    office.site.store.read(async (reader) => {
      const viewer = await office.person('ada@example.test')
      const said: string[] = []
      const listening = {
        ...reader,
        all: async (text: string) => {
          said.push(text)
          return []
        },
        one: async (text: string) => {
          said.push(text)
          return null
        },
      } as Reader
      await countUnread(listening, viewer.id)
      await unreadOf(listening, viewer.id, { mentions: sql === 'mentions', before: 1e12 })
      return said
    })
  for (const kind of ['all', 'mentions'])
    for (const sql of await plan(kind)) {
      const steps = await office.site.store.sequelize.query(
        `explain query plan ${sql.replace(/\$(\d)/g, '1')}`,
      )
      const text = JSON.stringify(steps[0])
      expect(text).toContain(
        kind === 'mentions' && sql.includes('mention')
          ? 'notifications_mentions'
          : 'notifications_unread',
      )
      expect(text).not.toMatch(/SCAN [nm]\b|TEMP B-TREE/)
    }
})
