import { type Request, type Response, Router } from 'express'
import { resumeDigest, stopDigest } from '../../gateway/chatter/followers/choices.ts'
import { findDigest } from '../../gateway/chatter/notifications/digests.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { readDigestToken } from '../../gateway/mail/leave-token.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { generalChoiceOf, saveGeneral } from '../choices.ts'
import { wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { digestPage } from '../views/choices.ts'
import { userOf } from '../visit.ts'

/**
 * The link of a digest. As with the link of a thread, the signed token is all it needs, a GET changes nothing, and a mail program's
 * POST stops the digest at once (RFC 8058 section 3.2); done twice it changes nothing.
 */
export function digestRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/d/:token', (request, response) =>
    show(office, { request, response }, 'Nothing has changed yet.'),
  )
  const answer = (path: string, said: string, verb: Verb) =>
    routes.post(path, async (request, response) => {
      await change(office, request, verb)
      await show(office, { request, response }, said)
    })
  answer('/d/:token', 'The digest has stopped.', (tx, person, { at }) => stopDigest(tx, person, at))
  answer('/d/:token/undo', 'The digest comes again.', (tx, person, { at }) =>
    resumeDigest(tx, person, at),
  )
  answer('/d/:token/choice', 'Your choice is saved.', saveGeneral)
  return routes
}

type Verb = (tx: Tx, person: PersonRow, asked: { body: unknown; at: number }) => Promise<unknown>

async function change(office: Office, request: Request, verb: Verb): Promise<void> {
  const { site } = office
  const id = personIn(office, request)
  await site.store.write(async (tx) => {
    const person = await findPerson(tx, id)
    if (!person) throw new Refused('not-found')
    await verb(tx, person, { body: request.body, at: site.clock.now() })
  })
}

async function show(
  office: Office,
  { request, response }: { request: Request; response: Response },
  said: string,
): Promise<void> {
  const id = personIn(office, request)
  const shown = await office.site.store.read(async (reader) => {
    const person = await findPerson(reader, id)
    if (!person) throw new Refused('not-found')
    const stopped = ((await findDigest(reader, id))?.stopped_at ?? null) !== null
    return { ...(await generalChoiceOf(reader, person)), name: person.name, stopped }
  })
  const content = digestPage({ ...shown, said, token: wordIn(request, 'token') })
  await showPage(request, response, { title: 'How you hear from us', content })
}

/** @throws Refused for a token that we did not sign */
function personIn({ site }: Office, request: Request): number {
  const person = readDigestToken(wordIn(request, 'token'), site.keys)
  if (!person) throw new Refused('not-found', 'This link is not one of ours, or it was cut.')
  return person
}

/** The same choices for a user who has signed in. */
export function ownChoiceRoutes({ site }: Office): Router {
  const routes = Router()
  routes.post('/account/notifications', async (request, response) => {
    const asked = { body: request.body as unknown, at: site.clock.now() }
    await site.store.write((tx) => saveGeneral(tx, userOf(response), asked))
    const notice = { text: 'How you hear is saved.' }
    await redirectWith(request, response, { path: '/account', notice })
  })
  return routes
}
