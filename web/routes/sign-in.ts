import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { sendLetter } from '../../gateway/chatter/notifications/letters.ts'
import { addressOf, findPersonByAddress, isUser } from '../../gateway/chatter/people/people.ts'
import {
  makeSignInToken,
  peekSignInToken,
  useSignInToken,
} from '../../gateway/chatter/people/sign-in.ts'
import { clientOf } from '../../gateway/lib/client.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import { addressKey } from '../../gateway/mail/addresses.ts'
import { baseUrlOf, type Site } from '../../gateway/store/site.ts'
import { mustHoldToken } from '../csrf.ts'
import { line, needed, read, wordIn } from '../forms.ts'
import { localPath } from '../local-path.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { openRateLimit } from '../rate-limit.ts'
import { beginSession, endSession } from '../session.ts'
import {
  confirmPage,
  deadLinkPage,
  linkSentPage,
  signInPage,
  tooManyPage,
} from '../views/sign-in.ts'
import { visitOf } from '../visit.ts'

const LINKS_AN_ADDRESS = { times: 5, within: 15 * MINUTE }
const LINKS_A_CLIENT = { times: 30, within: 15 * MINUTE }

const Asking = z.object({ address: needed('Your address', 320), next: line(500) })

/** Sign-in by a mailed link. A GET never uses a link up: mail scanners open links. */
export function signInRoutes({ site }: Office): Router {
  const limits = {
    address: openRateLimit(site.clock, LINKS_AN_ADDRESS),
    client: openRateLimit(site.clock, LINKS_A_CLIENT),
  }
  const routes = Router()
  routes.get('/sign-in', async (request, response) => {
    const { next } = read(z.object({ next: line(500) }), request.query)
    await showPage(request, response, {
      title: 'Sign in',
      content: signInPage(localPath(next)),
      section: 'none',
    })
  })
  routes.post('/sign-in', async (request, response) => {
    const { address, next } = read(Asking, request.body)
    const mayAsk =
      limits.client.mayPass(clientOf(request.ip ?? '')) &&
      limits.address.mayPass(addressKey(address))
    if (!mayAsk) return showTooMany(request, response)
    await mailLink(site, address, localPath(next))
    const content = linkSentPage(address, visitOf(response).hasDevInbox)
    await showPage(request, response, { title: 'Look into your mailbox', content, section: 'none' })
  })
  routes.get('/sign-in/:link', (request, response) => showConfirmation(site, request, response))
  routes.post('/sign-in/:link', (request, response) => signIn(site, request, response))
  routes.post('/sign-out', async (request, response) => {
    if (visitOf(response).person) mustHoldToken(request)
    await endSession(request)
    response.clearCookie('postern').redirect(303, '/sign-in')
  })
  return routes
}

/** Counted for every address, known or not: so it says nothing of who works here. */
async function showTooMany(request: Request, response: Response): Promise<void> {
  response.status(429)
  const content = tooManyPage()
  await showPage(request, response, { title: 'Too many requests', content, section: 'none' })
}

async function mailLink(site: Site, address: string, next: string): Promise<void> {
  const at = site.clock.now()
  await site.store.write(async (tx) => {
    const person = await findPersonByAddress(tx, address)
    if (!person || !isUser(person)) return
    const secret = await makeSignInToken(tx, person, at)
    const goOn = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
    const letter = {
      words: 'sign-in' as const,
      values: {},
      lines: [],
      links: [`${baseUrlOf(site)}/sign-in/${secret}${goOn}`],
      answers: null,
    }
    await sendLetter(tx, { person: person.id, address: await addressOf(tx, person), letter, at })
  })
  site.outboxBell.ring()
}

async function showConfirmation(site: Site, request: Request, response: Response): Promise<void> {
  const person = await site.store.read((reader) =>
    peekSignInToken(reader, wordIn(request, 'link'), site.clock.now()),
  )
  if (!person) {
    response.status(404)
    return showPage(request, response, {
      title: 'Link not valid',
      content: deadLinkPage(),
      section: 'none',
    })
  }
  // the form goes to this page's own address: secret and next path stay as they are
  const content = confirmPage(person, localPath(request.originalUrl))
  await showPage(request, response, { title: 'Sign in', content, section: 'none' })
}

async function signIn(site: Site, request: Request, response: Response): Promise<void> {
  const now = site.clock.now()
  const { next } = read(z.object({ next: line(500) }), request.query)
  const person = await site.store.write((tx) => useSignInToken(tx, wordIn(request, 'link'), now))
  await beginSession(request, person.id, now)
  site.log.info('user signed in', { person: person.id })
  response.redirect(303, localPath(next))
}
