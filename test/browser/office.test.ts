import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../web/open-office.ts'
import { receive } from '../web/receive.ts'
import { openBrowser, openPage, overflow, signIn } from './open-browser.ts'

let office: Office
let browser: Browser
beforeAll(async () => {
  office = await openOffice()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

const PAGES = [
  '/records',
  '/records/new',
  '/records/new?type=ticket',
  '/records/T-1',
  '/search?q=printer',
  '/mails',
  '/mails?state=held&tick=all',
  '/blocks',
  '/deliveries',
  '/admin/aliases',
  '/admin/record-types',
  '/admin/record-types/ticket',
  '/admin/subscriptions',
  '/admin/activity-types',
  '/admin/activity-plans',
  '/activities',
  '/activities?view=week&who=all',
  '/activities/settings',
  '/records/T-1/activities/new',
  '/admin/templates',
  '/admin/rules',
  '/ratings',
  '/admin/people',
  '/dev/inbox',
  '/inbox',
  '/canned',
  '/account',
]

for (const width of [390, 1280]) {
  test(`every page fits into ${width} pixels, in light and dark, and breaks no rule of its policy`, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(browser, office, {
        viewport: { width, height: 800 },
        colorScheme,
      })
      await signIn(page, office, 'ada')
      for (const path of PAGES) {
        await page.goto(path)
        expect([path, await overflow(page)]).toEqual([path, 0])
      }
      expect(page.complaints).toEqual([])
      await page.context().close()
    }
  })
}

test('a draft survives, Ctrl+Enter sends, and neither mode is open before one is chosen', async () => {
  const page = await openPage(browser, office)
  await signIn(page, office, 'kim')
  await page.goto('/records/T-1')
  expect(await page.getByRole('textbox', { name: 'Message' }).isVisible()).toBe(false)
  expect(await page.getByRole('textbox', { name: 'Note' }).isVisible()).toBe(false)

  await page.getByRole('link', { name: 'Log note' }).click()
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.fill('Kept while I was away')
  await page.getByText('Draft saved.').waitFor()
  await page.reload()
  await page.getByText('Your draft is back.').waitFor()
  expect(await note.inputValue()).toBe('Kept while I was away')

  // what is refused is not lost
  await page.context().clearCookies()
  await note.press('Control+Enter')
  await page.getByRole('heading', { name: 'Please sign in' }).waitFor()
  await signIn(page, office, 'kim')
  await page.goto('/records/T-1')
  expect(await note.inputValue()).toBe('Kept while I was away')

  await note.press('Control+Enter')
  await page
    .getByRole('article', { name: 'Internal note by Kim Larsen' })
    .getByText('Kept while I was away')
    .waitFor()
  await page.reload()
  expect(await note.isVisible()).toBe(false)
  expect(page.complaints.filter((line) => !line.includes('401'))).toEqual([])
})

test('the HTML of a mail is shown in its frame, with its links, and the frame runs nothing', async () => {
  const page = await openPage(browser, office)
  await page.goto('/dev/inbox')
  await page.getByLabel('Subject').fill('From a browser')
  await page.getByLabel('Text', { exact: true }).fill('Hello from here')
  await page.getByRole('button', { name: 'Send as this person' }).click()
  await page.getByText('Your mail is filed').waitFor()
  await page.getByRole('link', { name: /Kim Larsen.*From a browser/ }).click()
  const frame = page.frameLocator('iframe.mail-frame')
  await frame.getByText('Hello from here', { exact: true }).waitFor()
  expect(await frame.getByRole('link', { name: /Open T-\d/ }).isVisible()).toBe(true)
  expect(page.complaints).toEqual([])
})

test('a picture too large for the frame of its mail opens by its link', async () => {
  await receive(office, HUGE_PICTURE)
  const page = await openPage(browser, office)
  await signIn(page, office, 'kim')
  await page.goto('/records?search=Huge+picture')
  await page.getByRole('link', { name: /Huge picture/ }).click()
  await page.getByText('Formatted original').click()
  const asked = page.context().waitForEvent('response', (one) => /\/files\/\d+/.test(one.url()))
  await page.frameLocator('iframe.mail-frame').getByRole('link', { name: 'huge.png' }).click()
  const answer = await asked
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png'])
  expect(page.complaints).toEqual([])
})

const HUGE_PICTURE = `From: Nora Quist <nora@customer.test>
To: support@example.test
Subject: Huge picture
MIME-Version: 1.0
Content-Type: multipart/related; boundary=r

--r
Content-Type: text/html

<p>Look: <img src="cid:pic@n"></p>
--r
Content-Type: image/png
Content-ID: <pic@n>
Content-Disposition: inline; filename=huge.png
Content-Transfer-Encoding: base64

${Buffer.alloc(6_500_000, 1).toString('base64')}
--r--
`

for (const javaScriptEnabled of [true, false]) {
  test(`the first steps by clicking, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    const page = await openPage(browser, office, { javaScriptEnabled })
    const subject = `Steps ${javaScriptEnabled ? 'with' : 'without'} script`
    await page.goto('/dev/inbox')
    await page.getByLabel('Subject').fill(subject)
    await page.getByLabel('Text', { exact: true }).fill('It hums.')
    await page.getByRole('button', { name: 'Send as this person' }).click()

    await page.getByRole('link', { name: new RegExp(`Kim Larsen.*${subject}`) }).click()
    await page.getByLabel('Reply as Kim Larsen').fill('I come at noon.')
    await page.getByRole('button', { name: 'Reply as Kim Larsen' }).click()
    const thread = page.getByRole('link', { name: 'Open the thread' })
    const path = (await thread.getAttribute('href'))!.replace(/#.*/, '')

    await signIn(page, office, 'ada')
    await page.goto(path)
    await page
      .getByRole('article', { name: 'Message by Kim Larsen' })
      .getByText('I come at noon.')
      .waitFor()
    await page.getByRole('button', { name: 'Follow' }).click()
    await page.locator('#send-message > summary').click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Thank you, Kim.')
    await page.getByRole('button', { name: 'Send to 1 customer, 1 colleague' }).click()
    await page
      .getByRole('article', { name: 'Message by Ada Byrne' })
      .getByText('Thank you, Kim.')
      .waitFor()
    await page.getByRole('button', { name: 'Waiting' }).click()
    await page.getByRole('article', { name: 'Change by Ada Byrne' }).getByText('Waiting').waitFor()
    await page.context().close()
  })
}

test('everything can be reached by keyboard, and the first stop skips to the content', async () => {
  const page = await openPage(browser, office)
  await signIn(page, office, 'kim')
  await page.goto('/records')
  await page.keyboard.press('Tab')
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#content$/)
})
