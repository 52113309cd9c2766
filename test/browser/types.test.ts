import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../web/open-office.ts'
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

const FILE =
  'Name;Expected revenue;Priority;Phone\nForty desks;1200;high;1\nTen chairs;many;low;2\n'

test('an admin looks at a file, tries it, imports it and reads what was not taken, on a telephone and on a desk', async () => {
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1280, 'dark'],
  ] as const) {
    const page = await openPage(browser, office, { viewport: { width, height: 800 }, colorScheme })
    const fits = async () => expect([page.url(), await overflow(page)]).toEqual([page.url(), 0])
    await signIn(page, office, 'ada')
    await page.goto('/admin/imports')
    await fits()
    const file = { name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) }
    await page.getByLabel('CSV file').setInputFiles(file)
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByText('Expected revenue takes a number, not "many".').waitFor()
    await fits()
    await page.getByRole('button', { name: 'Import 2 lines' }).click()
    await page.getByRole('heading', { name: 'Lines that were not taken' }).waitFor()
    expect(await page.getByText('Line 3').isVisible()).toBe(true)
    await fits()
    await page.goto('/admin/record-types/lead')
    await fits()
    expect(page.complaints).toEqual([])
    await page.context().close()
  }
})
