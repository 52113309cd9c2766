import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { fillTemplate, sendTemplate } from '../../gateway/chatter/mail-templates/send-template.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { mustBeInUse } from '../../gateway/chatter/records/merge.ts'
import { recordByReference, referenceOf } from '../../gateway/chatter/records/records.ts'
import { needed, read, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { loadedPage } from '../views/load-template.ts'
import { userOf, visitOf } from '../visit.ts'

const Chosen = z.object({ code: needed('Template', 60) })

/** Templates on a record: its words into the composer, or all of it sent as it was designed. */
export function loadTemplateRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/records/:reference/template', (request, response) => show(office, request, response))
  routes.get('/records/:reference/template.json', (request, response) =>
    give(office, request, response),
  )
  routes.post('/records/:reference/template', (request, response) =>
    send(office, request, response),
  )
  return routes
}

async function fill({ site }: Office, request: Request, response: Response) {
  const sender = mustMay(userOf(response), 'post')
  const { code } = read(Chosen, request.query)
  return site.store.read(async (reader) => {
    const open = await recordByReference(reader, wordIn(request, 'reference'))
    return { open, code, ...(await fillTemplate(reader, open, { code, sender })) }
  })
}

async function show(office: Office, request: Request, response: Response): Promise<void> {
  const filled = await fill(office, request, response)
  const content = loadedPage({ ...filled, token: visitOf(response).token })
  const title = `${referenceOf(filled.open)} from a template`
  await showPage(request, response, { title, content, section: 'records' })
}

async function give(office: Office, request: Request, response: Response): Promise<void> {
  const { subject, text } = await fill(office, request, response)
  response.set('Cache-Control', 'no-store').json({ subject, text })
}

async function send({ site }: Office, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { code } = read(Chosen, request.body)
  const path = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    await mustBeInUse(tx, open)
    const message = await sendTemplate(tx, open, { code, author, at: site.clock.now() })
    return `/records/${referenceOf(open)}#m${message.id}`
  })
  site.outboxBell.ring()
  await redirectWith(request, response, { path, notice: { text: 'Message sent.' } })
}
