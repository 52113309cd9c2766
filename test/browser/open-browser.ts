import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { makeSignInToken } from '../../gateway/chatter/people/sign-in.ts'
import type { Office } from '../web/open-office.ts'

const ARGUMENTS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium, whose place CHROMIUM_PATH may name. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ARGUMENTS,
  })
}

/** A page with what its console complained of. */
export type Watched = Page & { complaints: string[] }

export async function openPage(
  browser: Browser,
  office: Office,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL: `http://${office.address}`, ...options })
  const complaints: string[] = []
  const page = await context.newPage()
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) complaints.push(line.text())
  })
  page.on('pageerror', (failure) => complaints.push(failure.message))
  return Object.assign(page, { complaints })
}

/** Signs in as a person does: opens the link, presses the button. */
export async function signIn(page: Page, office: Office, who: 'ada' | 'kim'): Promise<void> {
  const user = await office.person(`${who}@example.test`)
  const secret = await office.site.store.write((tx) =>
    makeSignInToken(tx, user, office.site.clock.now()),
  )
  await page.goto(`/sign-in/${secret}`)
  await page.getByRole('button', { name: `Sign in as ${user.name}` }).click()
  await page.getByRole('heading', { name: 'Records' }).waitFor()
}

/** How far the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  // the function runs in the browser, whose types this project does not have
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
}
