import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCanned } from '../../gateway/chatter/messages/canned.ts'
import { type Office, openOffice } from '../web/open-office.ts'
import type { Visitor } from '../web/visitor.ts'
import { openBrowser, openPage, overflow, signIn } from './open-browser.ts'

let office: Office
let browser: Browser
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  browser = await openBrowser()
  ada = await office.signedIn('ada')
  await ada.post('/records/T-1/follow')
})
afterAll(async () => {
  await browser.close()
  await office.close()
})

/** Where pictures of the pages are put, for somebody to look at; nowhere by default. */
const SHOTS = process.env['SHOTS']

async function picture(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
}

async function kimsPage() {
  const page = await openPage(browser, office)
  await signIn(page, office, 'kim')
  return page
}

test('after “@” and some letters a name is chosen by keyboard, and after “:” a canned response', async () => {
  const by = await office.person('ada@example.test')
  const wish = { shortcut: 'thanks', text: 'Thank you for your patience.', shared: true }
  await office.site.store.write((tx) => addCanned(tx, { wish, by, at: 1 }))
  const page = await kimsPage()
  await page.goto('/records/T-1')
  await page.getByRole('link', { name: 'Log note' }).click()
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.pressSequentially('Please @vi')
  await page.getByRole('option', { name: /Vic Moreau.*external/ }).waitFor()
  await note.press('Escape')
  expect(await page.getByRole('listbox').isVisible()).toBe(false)
  await note.fill('Please ')
  await note.press('End')
  await note.pressSequentially('@ad')
  await page.getByRole('option', { name: /Ada Byrne ada@/ }).waitFor()
  await note.press('Enter')
  expect(await note.inputValue()).toBe('Please @Ada Byrne ')
  await note.pressSequentially(':tha')
  await page.getByRole('option', { name: /:thanks/ }).waitFor()
  await picture(page, 'proposals')
  await note.press('Tab')
  expect(await note.inputValue()).toBe('Please @Ada Byrne :thanks ')
  await note.press('Control+Enter')
  const entry = page.getByRole('article', { name: 'Internal note by Kim Larsen' })
  await entry.getByText('Thank you for your patience.').waitFor()
  expect(await entry.locator('.call').textContent()).toBe('@Ada Byrne')
  expect(page.complaints).toEqual([])
  await page.context().close()
})

test('what is typed is on the server a moment later: another browser has it', async () => {
  const page = await kimsPage()
  await page.goto('/records/T-1')
  await page.getByRole('link', { name: 'Send message' }).click()
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/draft'))
  await page.getByRole('textbox', { name: 'Message' }).fill('Begun on the train')
  expect((await saved).status()).toBe(204)
  await page.context().close()

  const other = await kimsPage()
  await other.goto('/records/T-1')
  expect(await other.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(
    'Begun on the train',
  )
  await other.getByRole('button', { name: 'Throw the draft away' }).click()
  await other.getByText('The draft is thrown away.').waitFor()
  expect(await other.getByRole('textbox', { name: 'Message' }).isVisible()).toBe(false)
  await other.context().close()
})

test('Enter in the field of recipients sends nothing: it keeps a draft', async () => {
  const page = await kimsPage()
  await page.goto('/records/T-1')
  await page.getByRole('link', { name: 'Send message' }).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('Not yet')
  await page.getByText('Recipients, subject, send later').click()
  await page.getByLabel('Recipients besides the followers').fill('vic@vendor.test')
  await page.getByLabel('Recipients besides the followers').press('Enter')
  await page.getByText('Your draft is kept here.').waitFor()
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Not yet')
  await page.getByRole('button', { name: 'Throw the draft away' }).click()
  await page.getByText('The draft is thrown away.').waitFor()
  await page.context().close()
})

test('to discard the changes of an edit, press Escape; to save them, press Ctrl+Enter', async () => {
  const page = await kimsPage()
  await page.goto('/records/T-1')
  await page.getByRole('link', { name: 'Log note' }).click()
  await page.getByRole('textbox', { name: 'Note' }).fill('A fault')
  await page.getByRole('textbox', { name: 'Note' }).press('Control+Enter')
  const entry = page.getByRole('article', { name: 'Internal note by Kim Larsen' }).last()
  await entry.getByRole('link', { name: 'Edit' }).click()
  const text = page.getByRole('textbox', { name: 'Text' })
  await text.fill('Another fault')
  await picture(page, 'edit')
  await text.press('Escape')
  await entry.getByText('A fault', { exact: true }).waitFor()
  await entry.getByRole('link', { name: 'Edit' }).click()
  await text.fill('No fault')
  await text.press('Control+Enter')
  await entry.getByText('No fault', { exact: true }).waitFor()
  await page.context().close()
})

test('entries count as read when they have been seen for a while', async () => {
  await ada.post('/records/T-1/entries', { kind: 'note', text: '@kim look here' })
  const page = await kimsPage()
  expect(await page.getByRole('link', { name: /Inbox \d+ unread/ }).isVisible()).toBe(true)
  const read = page.waitForResponse((answer) => answer.url().endsWith('/read'))
  await page.goto('/records/T-1')
  expect((await read).status()).toBe(204)
  await page.goto('/inbox')
  await page.getByText('All read').waitFor()
  await page.context().close()
})

test('the first steps of writing by clicking, without script: later, kept, confirmed, taken back', async () => {
  const page = await openPage(browser, office, { javaScriptEnabled: false })
  await signIn(page, office, 'kim')
  await page.goto('/account')
  await page.getByLabel('Seconds before a message leaves for people outside').fill('120')
  const takingBack = page.getByRole('region', { name: 'Taking back' })
  await takingBack.getByRole('button', { name: 'Save' }).click()
  await page.goto('/records/T-1')
  await page.locator('#send-message > summary').click()
  await page.getByRole('textbox', { name: 'Message' }).fill('Taken back soon')
  await page.getByRole('button', { name: /^Send to/ }).click()
  await page.getByText('It leaves for people outside in 120 seconds.').waitFor()
  await picture(page, 'undo')
  await page.getByRole('button', { name: 'Undo' }).click()
  const message = page.getByRole('textbox', { name: 'Message' })
  expect(await message.inputValue()).toBe('Taken back soon')
  await page.getByText('Recipients, subject, send later').click()
  await picture(page, 'full-composer')
  await page.locator('#send-message [name=send_at]').fill('2027-11-30T09:00')
  await page.getByRole('button', { name: /^Send to/ }).click()
  await page.getByRole('heading', { name: /Scheduled/ }).waitFor()
  await page.getByRole('link', { name: 'Edit' }).last().click()
  await picture(page, 'scheduled-edit')
  await page.goto('/records/T-1')
  await page.locator('.scheduled').getByRole('button', { name: 'Cancel' }).click()

  await page.locator('#log-note > summary').click()
  await page.getByRole('textbox', { name: 'Note' }).fill('@vic@vendor.test is too dear')
  await page.getByRole('button', { name: 'Log note for the team' }).click()
  await page.getByRole('heading', { name: 'This note names people outside your team' }).waitFor()
  await picture(page, 'confirm')
  await page.getByRole('button', { name: 'Log note' }).click()
  await page.getByRole('button', { name: 'Send this note to Vic Moreau' }).waitFor()
  await page.context().close()
})

for (const width of [390, 1280]) {
  test(`the pages of writing fit into ${width} pixels, in light and dark`, async () => {
    const kim = await office.signedIn('kim')
    await kim.post('/records/T-1/entries', {
      kind: 'message',
      text: '@ada wide',
      send_at: '2027-11-30',
    })
    const wide = await kim.post('/records/T-1/entries', {
      kind: 'note',
      text: '@ada look at the page',
    })
    const id = /#m(\d+)/.exec(wide.location!)![1]
    await ada.post(`/messages/${id}/react`, { emoji: '🎉' })
    await kim.post(`/messages/${id}/edit`, { text: '@ada look at this page, please', seen: '' })
    const gone = await ada.post('/records/T-1/entries', { kind: 'note', text: 'Wrong' })
    await ada.post(`/messages/${/#m(\d+)/.exec(gone.location!)![1]}/delete`)
    await kim.post('/records/T-1/entries', { kind: 'note', text: '@ada, may I call you?' })
    await kim.post('/records/T-1/entries', { kind: 'message', text: 'The fuser has come.' })
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(browser, office, {
        viewport: { width, height: 800 },
        colorScheme,
      })
      await signIn(page, office, 'ada')
      for (const [name, path] of [
        ['inbox', '/inbox'],
        ['canned', '/canned'],
        ['account', '/account'],
        ['record', '/records/T-1'],
        ['history', `/messages/${id}/history`],
        ['delete', `/messages/${id}/delete`],
      ] as const) {
        await page.goto(path)
        expect([path, await overflow(page)]).toEqual([path, 0])
        await picture(page, `${name}-${width}-${colorScheme}`)
      }
      await page.goto('/records/T-1')
      await page.getByLabel('Add a sign to the entry of Kim Larsen').last().click()
      await page.getByRole('button', { name: 'Put 🎉 here' }).last().waitFor()
      expect(await overflow(page)).toBe(0)
      await picture(page, `signs-${width}-${colorScheme}`)
      expect(page.complaints).toEqual([])
      await page.context().close()
    }
  })
}
