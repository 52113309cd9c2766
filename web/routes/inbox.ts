import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { activitiesOf } from '../../gateway/chatter/messages/needs-me.ts'
import {
  countUnread,
  markRead,
  starredOf,
  UNREAD_A_PAGE,
  unreadOf,
} from '../../gateway/chatter/messages/unread.ts'
import { openQuestionsTo } from '../../gateway/chatter/notifications/questions.ts'
import { questionToken } from '../../gateway/mail/question-token.ts'
import { idIn, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { inboxPage } from '../views/inbox.ts'
import { userOf, visitOf } from '../visit.ts'

const Wanted = z.object({
  show: z.enum(['all', 'mentions', 'starred']).default('all'),
  before: z.coerce.number().int().positive().default(Number.MAX_SAFE_INTEGER),
})
const UpTo = z.object({ upTo: z.coerce.number().int().positive() })

/** What needs me: what I was told and have not read, where I was mentioned, what waits for my word. */
export function inboxRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  routes.get('/inbox', (request, response) => show(office, request, response))
  routes.post('/inbox/read', async (request, response) => {
    const { upTo } = read(UpTo, request.body)
    const what = { what: { upTo }, at: site.clock.now() }
    const n = await site.store.write((tx) => markRead(tx, userOf(response), what))
    const notice = { text: n === 1 ? 'One entry is read.' : `${n} entries are read.` }
    await redirectWith(request, response, { path: '/inbox', notice })
  })
  routes.post('/inbox/messages/:id/read', async (request, response) => {
    const what = { what: { message: idIn(request) }, at: site.clock.now() }
    await site.store.write((tx) => markRead(tx, userOf(response), what))
    response.redirect(303, '/inbox')
  })
  routes.post('/threads/:id/read', async (request, response) => {
    const what = { what: { thread: idIn(request) }, at: site.clock.now() }
    await site.store.write((tx) => markRead(tx, userOf(response), what))
    // the script asks for nothing, a form for the page it stands on
    if (request.accepts('html')) response.redirect(303, `/threads/${idIn(request)}`)
    else response.status(204).end()
  })
  return routes
}

async function show({ site }: Office, request: Request, response: Response): Promise<void> {
  const viewer = userOf(response)
  const wanted = read(Wanted, request.query)
  const { token, now } = visitOf(response)
  const found = await site.store.read(async (reader) => ({
    entries:
      wanted.show === 'starred'
        ? await starredOf(reader, viewer.id, wanted.before)
        : await unreadOf(reader, viewer.id, {
            mentions: wanted.show === 'mentions',
            before: wanted.before,
          }),
    unread: await countUnread(reader, viewer.id),
    questions: await openQuestionsTo(reader, viewer.id, now),
    activities: await activitiesOf(reader, viewer.id),
  }))
  const content = inboxPage({
    ...found,
    questions: found.questions.map((one) => ({
      ...one,
      token: questionToken({ inbound: one.inbound_id, person: viewer.id }, site.keys),
    })),
    show: wanted.show,
    hasMore: found.entries.length === UNREAD_A_PAGE,
    token,
    here: { timeZone: viewer.time_zone, now },
  })
  await showPage(request, response, { title: 'Inbox', content, section: 'inbox' })
}
