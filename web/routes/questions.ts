import { type Request, type Response, Router } from 'express'
import {
  dropAsForged,
  type OpenQuestion,
  postAsMine,
  readQuestion,
} from '../../gateway/inbound/admission/answer.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { type AskedAbout, readQuestionToken } from '../../gateway/mail/question-token.ts'
import { wordIn } from '../forms.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { type Choice, questionPage, standingPage } from '../views/questions.ts'

const CHOICES: Choice[] = ['mine', 'not-mine']

/**
 * "Did you write this mail?": the page behind the links of that letter. The signed token is all it needs, and it acts on that one held
 * mail, once. A GET shows and changes nothing, since scanners open links.
 */
export function questionRoutes(office: Office): Router {
  const routes = Router()
  for (const choice of CHOICES) {
    const path = `/q/:token/${choice}`
    routes.get(path, (request, response) => ask(office, choice, { request, response }))
    routes.post(path, (request, response) => decide(office, choice, { request, response }))
  }
  return routes
}

type Exchange = { request: Request; response: Response }

async function ask({ site }: Office, choice: Choice, { request, response }: Exchange) {
  const question = await readQuestion(site, askedIn({ site }, request))
  if (question.standing !== 'open') return showStanding(question, { request, response })
  const content = questionPage({ ...question, choice, token: wordIn(request, 'token') })
  await showPage(request, response, { title: 'Did you write this mail?', content })
}

async function decide({ site, intake }: Office, choice: Choice, exchange: Exchange) {
  const asked = askedIn({ site }, exchange.request)
  const before = await readQuestion(site, asked)
  if (before.standing === 'open' && choice === 'mine') await postAsMine(site, asked)
  if (before.standing === 'open' && choice === 'not-mine') await dropAsForged(site, asked)
  intake.sorter.arrived(asked.inbound)
  await showStanding(await readQuestion(site, asked), exchange)
}

async function showStanding({ standing }: OpenQuestion, { request, response }: Exchange) {
  const { title, content } = standingPage(standing)
  await showPage(request, response, { title, content })
}

/** @throws Refused for a token that we did not sign */
function askedIn({ site }: Pick<Office, 'site'>, request: Request): AskedAbout {
  const asked = readQuestionToken(wordIn(request, 'token'), site.keys)
  if (!asked) throw new Refused('not-found', 'This link is not one of ours, or it was cut.')
  return asked
}
