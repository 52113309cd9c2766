import { type Request, type Response, Router } from 'express'
import {
  findFollower,
  follow,
  leftByThemselves,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import { findPerson, isUser } from '../../gateway/chatter/people/people.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { digestToken, type Leave, readLeaveToken } from '../../gateway/mail/leave-token.ts'
import type { Site } from '../../gateway/store/site.ts'
import type { Reader } from '../../gateway/store/store.ts'
import { saveForThread } from '../choices.ts'
import { wordIn } from '../forms.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { type Leaving, leavePage, leftPage, undonePage } from '../views/leave.ts'

/**
 * The link at the foot of a mail. The signed token is all it needs: no cookie, no sign-in, no token of a session. A GET shows and
 * changes nothing, since scanners open links; a POST leaves at once, and done twice it changes nothing. RFC 8058 section 3.
 */
export function leaveRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/u/:token', async (request, response) => {
    const leaving = await readLeaving(office, request)
    await showPage(request, response, { title: 'Stop these mails', content: leavePage(leaving) })
  })
  routes.post('/u/:token', (request, response) => leave(office, request, response))
  routes.post('/u/:token/undo', (request, response) => undo(office, request, response))
  routes.post('/u/:token/choice', (request, response) => choose(office, request, response))
  return routes
}

async function leave({ site }: Office, request: Request, response: Response): Promise<void> {
  const { thread, person } = leaveIn({ site }, request)
  const how = request.body?.['List-Unsubscribe'] === 'One-Click' ? 'one-click' : 'link'
  const leaving = await site.store.write(async (tx) => {
    const found = await describe(site, tx, { thread, person, token: wordIn(request, 'token') })
    const left = await unfollow(tx, { thread, person, how, at: site.clock.now() })
    return left ? { ...found, mayReturn: true } : found
  })
  await showPage(request, response, {
    title: 'These mails have stopped',
    content: leftPage(leaving),
  })
}

async function undo({ site }: Office, request: Request, response: Response): Promise<void> {
  const { thread, person } = leaveIn({ site }, request)
  const leaving = await site.store.write(async (tx) => {
    const found = await describe(site, tx, { thread, person, token: wordIn(request, 'token') })
    if (!found.follows && !found.mayReturn)
      throw new Refused('not-allowed', 'This was ended by somebody else. Write to them instead.')
    await follow(tx, {
      thread,
      person,
      reason: 'follower_hand',
      addedBy: person,
      at: site.clock.now(),
    })
    return found
  })
  await showPage(request, response, { title: 'You follow again', content: undonePage(leaving) })
}

async function choose({ site }: Office, request: Request, response: Response): Promise<void> {
  const { thread, person } = leaveIn({ site }, request)
  const at = site.clock.now()
  const leaving = await site.store.write(async (tx) => {
    const who = await findPerson(tx, person)
    if (!who) throw new Refused('not-found')
    await saveForThread(tx, who, { thread, body: request.body, at })
    return describe(site, tx, { thread, person, token: wordIn(request, 'token') })
  })
  await showPage(request, response, {
    title: 'Your choice is saved',
    content: leavePage({ ...leaving, isSaved: true }),
  })
}

function readLeaving({ site }: Office, request: Request): Promise<Leaving> {
  const leave = leaveIn({ site }, request)
  return site.store.read((reader) =>
    describe(site, reader, { ...leave, token: wordIn(request, 'token') }),
  )
}

/** @throws Refused for a token that we did not sign */
function leaveIn({ site }: Pick<Office, 'site'>, request: Request): Leave {
  const leave = readLeaveToken(wordIn(request, 'token'), site.keys)
  if (!leave) throw new Refused('not-found', 'This link is not one of ours, or it was cut.')
  return leave
}

async function describe(
  site: Site,
  reader: Reader,
  { thread, person, token }: Leave & { token: string },
): Promise<Leaving> {
  const open = await findByThread(reader, thread)
  const who = await findPerson(reader, person)
  if (!open || !who) throw new Refused('not-found')
  const follower = await findFollower(reader, thread, person)
  return {
    token,
    reference: referenceOf(open),
    subject: open.thread.subject,
    name: who.name,
    follows: follower !== null,
    choice: {
      person: who,
      way: follower?.way ?? null,
      mutedUntil: follower?.muted_until ?? null,
      now: site.clock.now(),
    },
    // of users the page behind the sign-in asks: a mail passed on must not open all their choices
    general: isUser(who) ? '/account#notifications' : `/d/${digestToken(person, site.keys)}`,
    mayReturn: await leftByThemselves(reader, thread, person),
  }
}
