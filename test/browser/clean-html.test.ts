import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sanitiseHtml } from '../../gateway/mail/html/sanitise.ts'
import { allowedTags } from '../../gateway/mail/html/sanitise-policy.ts'
import { pieces } from '../mail/html-pieces.ts'
import { openBrowser } from './open-browser.ts'

let browser: Browser
let page: Page
const asked: string[] = []
beforeAll(async () => {
  browser = await openBrowser()
  page = await browser.newPage()
  await page.route('**', (route) => {
    // a picture of the mail itself, which the page that shows it replaces
    if (!route.request().url().startsWith('cid:')) asked.push(route.request().url())
    return route.abort()
  })
  page.on('dialog', (dialog) => {
    asked.push('alert')
    return dialog.dismiss()
  })
})
afterAll(() => browser.close())

/** What a browser makes of HTML, written in two ways: the names of its elements, and attributes that run or fetch. */
const LOOK = `(html) => {
  const seen = []
  const inserted = document.createElement('div')
  inserted.innerHTML = html
  document.body.replaceChildren(inserted)
  const parsed = new DOMParser().parseFromString('<body>' + html, 'text/html').body
  for (const place of [inserted, parsed])
    for (const element of place.querySelectorAll('*')) {
      seen.push(element.localName)
      for (const { name, value } of element.attributes) {
        if (/^on|^(srcset|background|action|formaction|data|poster)$/.test(name)) seen.push('!' + name)
        if (/^(href|src)$/.test(name) && !/^(https?|mailto|tel|cid):/i.test(element[name])) seen.push('!' + value)
      }
    }
  return [...new Set(seen)]
}`

/** A relative address is one of the page it stands on. */
const harmless = (name: string): boolean => allowedTags.has(name) || /^!(?:\/x)?$/.test(name)

test('a browser sees in what is written only what the list allows, runs nothing and fetches nothing', async () => {
  const mails = fc.sample(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }), {
    numRuns: 1500,
    seed: 7,
  })
  const sources = [...pieces, ...mails.map((parts) => parts.join(''))]
  const seen = new Set<string>()
  for (const source of sources) {
    const html = sanitiseHtml(source).html
    const names = await page.evaluate<string[]>(`(${LOOK})(${JSON.stringify(html)})`)
    for (const name of names) seen.add(name)
  }
  expect([...seen].filter((name) => !harmless(name))).toEqual([])
  expect(asked).toEqual([])
})
