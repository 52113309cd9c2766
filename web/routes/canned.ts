import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  addCanned,
  changeCanned,
  listCanned,
  removeCanned,
} from '../../gateway/chatter/messages/canned.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { idIn, needed, read, ticked } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { cannedPage } from '../views/canned.ts'
import { userOf, visitOf } from '../visit.ts'

const Wish = z.object({
  shortcut: needed('Shortcut', 32),
  text: needed('Text', 20_000),
  shared: ticked,
})

/** Canned responses: everybody's own ones, and the shared ones, which admins keep. */
export function cannedRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (
    path: string,
    verb: (tx: Tx, by: PersonRow, request: Request) => Promise<Notice>,
  ) => {
    routes.post(path, async (request, response) => {
      const notice = await site.store.write((tx) => verb(tx, userOf(response), request))
      await redirectWith(request, response, { path: '/canned', notice })
    })
  }
  routes.get('/canned', (request, response) => show(office, request, response))
  routes.get('/canned.json', async (_request, response) => {
    const rows = await site.store.read((reader) => listCanned(reader, userOf(response)))
    const shown = rows.map(({ shortcut, text }) => ({ shortcut, text: text.slice(0, 120) }))
    response.set('Cache-Control', 'no-store').json(shown)
  })
  post('/canned', async (tx, by, request) => {
    const wish = read(Wish, request.body)
    const row = await addCanned(tx, { wish, by, at: site.clock.now() })
    return { text: `:${row.shortcut} is there.` }
  })
  post('/canned/:id', async (tx, by, request) => {
    const row = await changeCanned(tx, idIn(request), { wish: read(Wish, request.body), by })
    return { text: `:${row.shortcut} is saved.` }
  })
  post('/canned/:id/remove', async (tx, by, request) => {
    const { shortcut, text, owner_id } = await removeCanned(tx, idIn(request), by)
    const fields = { shortcut, text, ...(owner_id === null ? { shared: '1' } : {}) }
    return { text: `:${shortcut} is removed.`, undo: { action: '/canned', fields } }
  })
  return routes
}

async function show({ site }: Office, request: Request, response: Response): Promise<void> {
  const viewer = userOf(response)
  const rows = await site.store.read((reader) => listCanned(reader, viewer))
  const content = cannedPage({ rows, viewer, token: visitOf(response).token })
  await showPage(request, response, { title: 'Canned responses', content })
}
