import { expect, onTestFinished, test } from 'vitest'
import { openOffice } from './open-office.ts'
import { words } from './visitor.ts'

const RELAY = '192.0.2.10'
const WORD =
  'Authentication-Results: mx.example.test; spf=fail; dmarc=pass header.from=customer.test\r\n'

/** An office behind a border server. @returns how a mail that came in by it is shown */
async function officeBehindServer() {
  const office = await openOffice({ TRUSTED_RELAYS: `${RELAY}=mx.example.test` })
  onTestFinished(() => office.close())
  const ada = await office.signedIn('ada')
  return async (head: string) => {
    const source = Buffer.from(`${head}\r\nSubject: Proof\r\n\r\nHello.\r\n`)
    const id = await office.intake.mailbag.accept({
      door: 'smtp',
      remote: RELAY,
      mailFrom: 'somebody@elsewhere.test',
      recipients: ['support@example.test'],
      authenticated: null,
      size: source.length,
      source,
      file: null,
    })
    office.intake.sorter.arrived(id)
    await office.intake.sorter.idle()
    const mail = await ada.get(`/mails/${id}`)
    const record = await ada.get(`/records/${/\/records\/(T-\d+)/.exec(mail.text)![1]}`)
    return { mail: words(mail), record: words(record) }
  }
}

test('what a mail has shown of its origin stands at the message and on the page of the mail', async () => {
  const shown = await officeBehindServer()
  const pages = await shown(`${WORD}From: Nora Quist <nora@customer.test>`)
  const parts = 'SPF fail · DKIM none · DMARC pass · as mx.example.test says'
  expect(pages.record).toContain(parts)
  expect(pages.record).toMatch(/Verified The domain of the author’s address has shown/)
  expect(pages.record).not.toContain('unverified')
  expect(pages.mail).toContain(parts)
  expect(pages.mail).toContain('sender verified')
})

test('a mail for which nobody vouches says so, and whether anybody was asked', async () => {
  const shown = await officeBehindServer()
  const asked = await shown(`${WORD}From: Vic <vic@vendor.test>`)
  expect(asked.record).toMatch(/Vic external via mail unverified/)
  expect(asked.record).toContain('Nothing shows that this mail comes from the author’s address.')
  expect(asked.mail).toContain('sender not verified')
  const silent = await shown('From: Nora <nora@customer.test>')
  expect(silent.record).toContain('Nobody has asked')
  expect(silent.mail).toContain('sender not verified: nobody asked')
})

test('a name that misleads is not shown, and a warning stands in its place', async () => {
  const shown = await officeBehindServer()
  const pages = await shown(`${WORD}From: "kim@example.test" <mallory@elsewhere.test>`)
  expect(pages.record).toMatch(
    /mallory@elsewhere\.test external via mail .*name shows another address/,
  )
  const like = await shown('From: Kіm Lаrsen <other@elsewhere.test>')
  expect(like.record).toContain('not the colleague it looks like')
})
