import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { indexNext } from '../../gateway/chatter/search/keep-index.ts'
import { search } from '../../gateway/chatter/search/search.ts'
import { line, read } from '../forms.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { searchPage } from '../views/search.ts'
import { userOf } from '../visit.ts'

const Asked = z.object({
  q: line(300),
  record: line(30),
  before: z.coerce.number().int().positive().optional(),
})

/** Search over all threads, or in one. */
export function searchRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/search', (request, response) => show(office, request, response))
  return routes
}

async function show({ site }: Office, request: Request, response: Response): Promise<void> {
  const user = userOf(response)
  const { q, record, before } = read(Asked, request.query)
  if (q !== '') await site.store.write((tx) => indexNext(tx))
  const found = await site.store.read(async (reader) => {
    const thread =
      record === '' ? {} : { thread: (await recordByReference(reader, record)).thread.id }
    return search(reader, { text: q, ...thread, ...(before === undefined ? {} : { before }) })
  })
  const here = { timeZone: user.time_zone, now: site.clock.now() }
  const content = searchPage({ asked: { q, record, before }, found, here })
  const title = q === '' ? 'Search' : `${q} · Search`
  await showPage(request, response, { title, content, section: 'search' })
}
