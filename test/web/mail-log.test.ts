import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMailLog } from '../../gateway/inbound/mailbag/mail-log.ts'
import { bringIn } from '../../gateway/inbound/mailbag/received.ts'
import { toJson } from '../../gateway/store/rows.ts'
import type { InboundRow } from '../../gateway/store/tables/mailbag.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
beforeEach(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
})
afterEach(() => office.close())

const FILED: Omit<InboundRow, 'id' | 'mail_from'> = {
  door: 'smtp',
  remote: '',
  recipients: toJson(['support@example.test']),
  authenticated: null,
  size: 1,
  state: 'filed',
  reason: null,
  message_id: null,
  class: 'human',
  verified: 0,
  attempts: 0,
  due_at: 1,
  received_at: 1,
  settled_at: 1,
  trace: toJson([]),
}

async function keep(many: number, change: (n: number) => Partial<InboundRow>): Promise<void> {
  const mails = Array.from({ length: many }, (_, n) => ({
    mail: {
      ...FILED,
      id: `00${String(n).padStart(3, '0')}`,
      mail_from: `s${n}@x.test`,
      ...change(n),
    },
    source: null,
    file: null,
  }))
  await office.site.store.write((tx) => bringIn(tx, mails))
}

function older(page: Page): string | undefined {
  return /rel="next" href="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
}

test('the mail log is read in pages, and each mail stands on one of them', async () => {
  await keep(250, () => ({}))
  const senders: string[] = []
  let path: string | undefined = '/mails?state=filed'
  while (path) {
    const page: Page = await ada.get(path)
    senders.push(...(page.text.match(/s\d+@x\.test/g) ?? []))
    path = older(page)
  }
  expect([senders.length, new Set(senders).size]).toEqual([250, 250])
  expect(older(await ada.get('/mails?state=held'))).toBeUndefined()
})

test('a mail is found by an address of either side', async () => {
  await keep(9, (n) => ({
    ...(n === 7 ? { mail_from: 'Rare_One@x.test' } : {}),
    ...(n === 8 ? { recipients: toJson(['rare-box@example.test']) } : {}),
  }))
  const found = async (address: string) =>
    words(await ada.get(`/mails?address=${encodeURIComponent(address)}`))
  expect(await found('RARE_one@x.test')).toContain('Rare_One@x.test')
  expect(await found('rare-box')).toContain('s8@x.test')
  // an underscore is a sign of an address, not any letter
  expect(await found('rare_box')).toContain('No mails here')
  expect(await found('%')).toContain('No mails here')
})

test('a search looks through a bounded number of mails, and goes on from there', async () => {
  await keep(7, () => ({}))
  const look = (before: string) =>
    office.site.store.read((reader) =>
      readMailLog(reader, { address: 's1@x', before, lookThrough: 4 }),
    )
  const first = await look('00007')
  expect(first).toEqual({ mails: [], older: '00003' })
  const second = await look('00003')
  expect([second.mails.map(({ id }) => id), second.older]).toEqual([['00001'], null])
})
