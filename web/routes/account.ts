import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  addToken,
  givePassword,
  LONGEST_PASSWORD,
  listTokens,
  mustBeGoodPassword,
  passwordOf,
  removeToken,
} from '../../gateway/chatter/people/credentials.ts'
import { addressOf } from '../../gateway/chatter/people/people.ts'
import { Refused, refusals } from '../../gateway/lib/errors.ts'
import { hashPassword } from '../../gateway/lib/passwords.ts'
import type { Site } from '../../gateway/store/site.ts'
import { generalChoiceOf } from '../choices.ts'
import { idIn, needed, prose, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { openPasswordGate, type PasswordGate } from '../password-gate.ts'
import { beginSession } from '../session.ts'
import { accountPage, newTokenPage } from '../views/account.ts'
import { userOf, visitOf } from '../visit.ts'

const Passwords = z.object({ old: prose(LONGEST_PASSWORD), new: prose(LONGEST_PASSWORD) })
const NewToken = z.object({ name: needed('What it is for', 60) })

/** What each user sets for themselves: the password, and the tokens of their programs. */
export function accountRoutes({ site }: Office): Router {
  const gate = openPasswordGate(site)
  const routes = Router()
  routes.get('/account', (request, response) => showAccount(site, request, response))
  routes.post('/account/password', (request, response) =>
    changePassword({ site, gate }, request, response),
  )
  routes.post('/account/tokens', (request, response) => makeToken(site, request, response))
  routes.post('/account/tokens/:id/remove', async (request, response) => {
    const { name } = await site.store.write((tx) =>
      removeToken(tx, idIn(request), userOf(response).id),
    )
    site.log.info('token removed', { token: idIn(request), by: userOf(response).id })
    const notice = { text: `${name} can no longer send mail in your name.` }
    await redirectWith(request, response, { path: '/account', notice })
  })
  return routes
}

async function showAccount(
  site: Site,
  request: Request,
  response: Response,
  trouble?: string,
): Promise<void> {
  const person = userOf(response)
  const { token, now } = visitOf(response)
  const shown = await site.store.read(async (reader) => ({
    hasPassword: (await passwordOf(reader, person.id)) !== null,
    tokens: await listTokens(reader, person.id),
    choice: await generalChoiceOf(reader, person),
  }))
  const here = { timeZone: person.time_zone, now }
  const content = accountPage({ ...shown, undoSeconds: person.undo_seconds, token, here, trouble })
  await showPage(request, response, { title: 'My settings', content })
}

/** All sessions end, this one too: its browser gets a new one at once. */
async function changePassword(
  { site, gate }: { site: Site; gate: PasswordGate },
  request: Request,
  response: Response,
): Promise<void> {
  const person = userOf(response)
  try {
    const passwords = read(Passwords, request.body)
    const known = await site.store.read(async (reader) => ({
      address: await addressOf(reader, person),
      old: await passwordOf(reader, person.id),
    }))
    mustBeGoodPassword(passwords.new, known.address)
    const given = { address: known.address, password: passwords.old, client: request.ip ?? '' }
    if (known.old && !(await gate.open(given)))
      throw new Refused('wrong-password', 'This is not your old password.')
    const secret = await hashPassword(passwords.new)
    await site.store.write((tx) => givePassword(tx, person, { secret, at: site.clock.now() }))
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure
    response.status(refusals[failure.reason].http)
    return showAccount(site, request, response, failure.message)
  }
  site.log.info('password changed', { person: person.id })
  await beginSession(request, person.id, site.clock.now())
  const notice = { text: 'Your password is set. Other browsers have been signed out.' }
  await redirectWith(request, response, { path: '/account', notice })
}

/** Shown once, on the answer itself: only its hash is kept. */
async function makeToken(site: Site, request: Request, response: Response): Promise<void> {
  const person = userOf(response)
  const { name } = read(NewToken, request.body)
  const made = await site.store.write(async (tx) => ({
    ...(await addToken(tx, person, { name, at: site.clock.now() })),
    address: await addressOf(tx, person),
  }))
  site.log.info('token made', { token: made.row.id, person: person.id })
  const content = newTokenPage({
    server: site.domain,
    port: site.config.SMTP_PORT,
    name: made.row.name,
    address: made.address,
    secret: made.token,
  })
  await showPage(request, response, { title: 'App token', content })
}
