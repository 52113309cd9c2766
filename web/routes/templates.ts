import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { diffOf } from '../../gateway/chatter/mail-templates/diff.ts'
import {
  addTemplate,
  listTemplates,
  publishVersion,
  removeTemplate,
  restoreTemplate,
  saveDraft,
  templateById,
} from '../../gateway/chatter/mail-templates/templates.ts'
import { listRecordTypes, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { faultsOfTemplate } from '../../gateway/outbound/check-template.ts'
import { idIn, needed, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { STARTER } from '../starter-template.ts'
import { contentIn, readEditor } from '../template-forms.ts'
import { type EditorView, editorPage } from '../views/template-editor.ts'
import { templatesPage, versionsPage } from '../views/templates.ts'
import { userOf, visitOf } from '../visit.ts'
import { previewRoutes } from './template-preview.ts'

const NewTemplate = z.object({
  type: needed('Record type', 31),
  code: needed('Code', 41).transform((code) => code.toLowerCase()),
  language: needed('Language', 5),
  name: needed('Name'),
})
const Version = z.object({ number: z.coerce.number().int().positive() })

/** Mail templates: the list, the editor, the versions. */
export function templateRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/admin/templates', (request, response) => showAll(office, request, response))
  routes.post('/admin/templates', (request, response) => add(office, request, response))
  routes.get('/admin/templates/:id', (request, response) => edit(office, request, response))
  routes.post('/admin/templates/:id', (request, response) => save(office, request, response))
  routes.get('/admin/templates/:id/versions', (request, response) =>
    showVersions(office, request, response),
  )
  routes.post('/admin/templates/:id/publish', (request, response) =>
    publish(office, request, response),
  )
  routes.post('/admin/templates/:id/remove', (request, response) =>
    remove(office, request, response),
  )
  routes.post('/admin/templates/:id/restore', async (request, response) => {
    await office.site.store.write((tx) => restoreTemplate(tx, idIn(request)))
    const notice = { text: 'It is back.' }
    await redirectWith(request, response, { path: '/admin/templates', notice })
  })
  routes.use(previewRoutes(office))
  return routes
}

async function showAll({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => ({
    templates: await listTemplates(reader),
    types: await listRecordTypes(reader),
  }))
  const content = templatesPage({ ...found, token: visitOf(response).token })
  await showPage(request, response, { title: 'Templates', content, section: 'admin' })
}

async function add({ site }: Office, request: Request, response: Response): Promise<void> {
  const { type, ...wish } = read(NewTemplate, request.body)
  const template = await site.store.write(async (tx) => {
    const { id } = await recordTypeByCode(tx, type)
    return addTemplate(tx, { ...wish, type: id, at: site.clock.now() })
  })
  const notice = { text: `${template.name} is there. Now what it says.` }
  await redirectWith(request, response, { path: `/admin/templates/${template.id}`, notice })
}

async function edit(office: Office, request: Request, response: Response): Promise<void> {
  const reading = await office.site.store.read((reader) => readEditor(reader, idIn(request)))
  const [newest] = reading.versions
  await showEditor({ request, response }, { ...reading, content: newest ?? STARTER, faults: [] })
}

type Exchange = { request: Request; response: Response }

async function showEditor(
  { request, response }: Exchange,
  view: Omit<EditorView, 'token' | 'viewer'>,
): Promise<void> {
  const content = editorPage({ ...view, token: visitOf(response).token, viewer: userOf(response) })
  const title = `Template ${view.template.name}`
  await showPage(request, response, { title, content, section: 'admin', wide: true })
}

/** What cannot be used is shown again as it was typed, with where its faults are. */
async function save(office: Office, request: Request, response: Response): Promise<void> {
  const { site } = office
  const typed = contentIn(request)
  const reading = await site.store.read((reader) => readEditor(reader, idIn(request)))
  const faults = await faultsOfTemplate(site, reading.template, typed)
  if (faults.length > 0) {
    response.status(400)
    return showEditor({ request, response }, { ...reading, content: typed, faults })
  }
  const by = userOf(response).id
  const version = await site.store.write(async (tx) => {
    const draft = await saveDraft(tx, reading.template, { ...typed, by, at: site.clock.now() })
    if (request.body?.publish) return publishVersion(tx, reading.template, { at: site.clock.now() })
    return draft
  })
  const text = version.published_at
    ? `Version ${version.number} is published: it is what is sent from now on.`
    : `Version ${version.number} is saved as a draft. Nothing is sent with it yet.`
  await redirectWith(request, response, {
    path: `/admin/templates/${reading.template.id}`,
    notice: { text },
  })
}

async function showVersions({ site }: Office, request: Request, response: Response): Promise<void> {
  const { number } = read(z.object({ number: Version.shape.number.optional() }), request.query)
  const reading = await site.store.read((reader) => readEditor(reader, idIn(request)))
  const { versions } = reading
  const chosen = versions.find((one) => one.number === number) ?? versions[0]
  if (!chosen) throw new Refused('not-found', 'There is no version yet.')
  const before = versions.find((one) => one.number < chosen.number)
  const parts = (['subject', 'layout', 'words'] as const).map((part) => ({
    part,
    lines: diffOf(before?.[part] ?? '', chosen[part]),
  }))
  const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
  const content = versionsPage({
    ...reading,
    chosen,
    before,
    parts,
    here,
    token: visitOf(response).token,
  })
  await showPage(request, response, { title: 'Versions', content, section: 'admin' })
}

async function publish({ site }: Office, request: Request, response: Response): Promise<void> {
  const { number } = read(Version, request.body)
  const template = await site.store.read((reader) => templateById(reader, idIn(request)))
  await site.store.write((tx) => publishVersion(tx, template, { number, at: site.clock.now() }))
  const notice = { text: `Version ${number} is what is sent from now on.` }
  await redirectWith(request, response, {
    path: `/admin/templates/${template.id}/versions`,
    notice,
  })
}

async function remove({ site }: Office, request: Request, response: Response): Promise<void> {
  const gone = await site.store.write((tx) => removeTemplate(tx, idIn(request), site.clock.now()))
  const undo = { action: `/admin/templates/${gone.id}/restore`, fields: {} }
  const notice = { text: `${gone.name} is removed.`, undo }
  await redirectWith(request, response, { path: '/admin/templates', notice })
}
