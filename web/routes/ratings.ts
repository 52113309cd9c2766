import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { may, mustMay } from '../../gateway/chatter/people/roles.ts'
import {
  answerRating,
  GRADES,
  type OpenRating,
  readRating,
  setRating,
} from '../../gateway/chatter/ratings/ratings.ts'
import { ratingReport } from '../../gateway/chatter/ratings/report.ts'
import { listRecordTypes, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { readRatingToken } from '../../gateway/mail/rating-token.ts'
import { prose, read, ticked, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { ratingPage, ratingReportPage, ratingStandingPage } from '../views/ratings.ts'
import { userOf, visitOf } from '../visit.ts'

const Grade = z.coerce.number().int().min(1).max(GRADES.length)
const Answer = z.object({ grade: Grade, words: prose(5000) })
const REPORTED = 90 * DAY

/**
 * "How did it go?": the page behind the links of that letter. The signed token is all it needs, and it answers that one question,
 * once. A GET shows and changes nothing, since scanners open links.
 */
export function ratingRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/r/:token/:grade', (request, response) => ask(office, request, response))
  routes.post('/r/:token', (request, response) => answer(office, request, response))
  return routes
}

/** What came of it: a report for users, and the switch of each record type for admins. */
export function ratingReportRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/ratings', (request, response) => showReport(office, request, response))
  routes.post('/admin/ratings/:code', (request, response) => change(office, request, response))
  return routes
}

async function ask({ site }: Office, request: Request, response: Response): Promise<void> {
  const asked = askedIn({ site }, request)
  const found = await site.store.read(async (reader) => ({
    ...(await readRating(reader, asked.rating, site.clock.now())),
    person: await findPerson(reader, asked.person),
  }))
  if (found.standing !== 'open') return showStanding(found.standing, request, response)
  const chosen = Grade.safeParse(request.params['grade']).data ?? GRADES.length
  const content = ratingPage({ ...found, chosen, token: wordIn(request, 'token') })
  await showPage(request, response, { title: 'How did it go?', content })
}

async function answer({ site }: Office, request: Request, response: Response): Promise<void> {
  const asked = askedIn({ site }, request)
  const { grade, words } = read(Answer, request.body)
  const at = site.clock.now()
  const before = await site.store.read((reader) => readRating(reader, asked.rating, at))
  if (before.standing !== 'open') return showStanding(before.standing, request, response)
  await site.store.write((tx) => answerRating(tx, asked.rating, { grade, words, at }))
  site.outboxBell.ring()
  await showStanding('answered', request, response)
}

async function showStanding(
  standing: OpenRating['standing'],
  request: Request,
  response: Response,
): Promise<void> {
  await showPage(request, response, ratingStandingPage(standing))
}

async function showReport({ site }: Office, request: Request, response: Response): Promise<void> {
  const user = userOf(response)
  const now = site.clock.now()
  const found = await site.store.read(async (reader) => ({
    types: await listRecordTypes(reader),
    report: await ratingReport(reader, now - REPORTED),
  }))
  const content = ratingReportPage({
    ...found,
    token: visitOf(response).token,
    here: { timeZone: user.time_zone, now },
    mayChange: may(user, 'administer'),
  })
  await showPage(request, response, { title: 'Ratings', content, section: 'admin' })
}

async function change({ site }: Office, request: Request, response: Response): Promise<void> {
  const by = mustMay(userOf(response), 'administer')
  const { on } = read(z.object({ on: ticked }), request.body)
  const type = await site.store.write(async (tx) =>
    setRating(tx, await recordTypeByCode(tx, wordIn(request, 'code')), {
      ...{ on, by },
      at: site.clock.now(),
    }),
  )
  const text = on
    ? `Customers are asked when a ${type.label.toLowerCase()} closes.`
    : `No customer is asked about a ${type.label.toLowerCase()} any more.`
  await redirectWith(request, response, { path: '/ratings', notice: { text } })
}

/** @throws Refused for a token that we did not sign */
function askedIn({ site }: Pick<Office, 'site'>, request: Request) {
  const asked = readRatingToken(wordIn(request, 'token'), site.keys)
  if (!asked) throw new Refused('not-found', 'This link is not one of ours, or it was cut.')
  return asked
}
