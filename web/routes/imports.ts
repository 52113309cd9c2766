import { readFile } from 'node:fs/promises'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { guessColumns, mustBeEnough } from '../../gateway/chatter/records/import-columns.ts'
import {
  importById,
  listImports,
  mapColumns,
  startImport,
} from '../../gateway/chatter/records/imports.ts'
import {
  listOfferedTypes,
  listRecordTypes,
  recordTypeByCode,
  recordTypeById,
} from '../../gateway/chatter/records/record-types.ts'
import { readCsv } from '../../gateway/lib/csv.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { runImport, sheetOf, tryImport } from '../../gateway/processes/import-records.ts'
import { readJson } from '../../gateway/store/rows.ts'
import { fieldsUnder, idIn, needed, read, ticked } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { keepUploads, uploadsOf } from '../uploads.ts'
import { importPage, importReport, importsPage } from '../views/imports.ts'
import { userOf, visitOf } from '../visit.ts'

/** So many lines are shown, and tried, before an import. */
const LINES_TRIED = 10

const NewImport = z.object({ type: needed('Type', 31) })
const Mapping = z.object({
  mark: z.enum(['', '.', ',']).default(''),
  tell: ticked,
  run: ticked,
})

/** Records from CSV files: the file, its columns with the first lines tried, the report. */
export function importRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/admin/imports', (request, response) => showImports(office, request, response))
  routes.post('/admin/imports', (request, response) => begin(office, request, response))
  routes.get('/admin/imports/:id', (request, response) => showImport(office, request, response))
  routes.post('/admin/imports/:id', (request, response) => mapOrRun(office, request, response))
  return routes
}

async function showImports({ site }: Office, request: Request, response: Response): Promise<void> {
  const content = await site.store.read(async (reader) =>
    importsPage({
      types: await listOfferedTypes(reader),
      all: await listRecordTypes(reader),
      imports: await listImports(reader),
      token: visitOf(response).token,
      here: { timeZone: userOf(response).time_zone, now: site.clock.now() },
    }),
  )
  await showPage(request, response, { title: 'Import', content, section: 'admin' })
}

async function begin({ site }: Office, request: Request, response: Response): Promise<void> {
  const wish = read(NewImport, request.body)
  const [upload] = uploadsOf(request)
  if (!upload) throw new Refused('bad-input', 'Choose a file first.')
  // read before anything is kept: what is no table is refused at once
  const sheet = readCsv(await readFile(upload.path))
  const [file] = await keepUploads(site, request)
  const row = await site.store.write(async (tx) => {
    const type = await recordTypeByCode(tx, wish.type)
    return startImport(tx, type, {
      fileName: file!.filename,
      sha256: file!.sha256,
      columns: guessColumns(type, sheet.columns),
      by: userOf(response),
      at: site.clock.now(),
    })
  })
  response.redirect(303, `/admin/imports/${row.id}`)
}

async function showImport({ site }: Office, request: Request, response: Response): Promise<void> {
  const { row, type } = await site.store.read(async (reader) => {
    const row = await importById(reader, idIn(request))
    return { row, type: await recordTypeById(reader, row.record_type_id) }
  })
  const sheet = await sheetOf(site, row)
  const codes = row.column_codes ? readJson(row.column_codes) : []
  const shown = { row, type, sheet, codes, token: visitOf(response).token }
  const isSound = codes.includes('name') || codes.includes('reference')
  const content =
    row.ended_at === null
      ? importPage({
          ...shown,
          trials: isSound ? await tryImport(site, row.id, LINES_TRIED) : [],
        })
      : importReport(shown)
  await showPage(request, response, { title: 'Import', content, section: 'admin', wide: true })
}

async function mapOrRun({ site }: Office, request: Request, response: Response): Promise<void> {
  const id = idIn(request)
  const { mark, tell, run } = read(Mapping, request.body)
  const given = fieldsUnder('column', request.body)
  await site.store.write(async (tx) => {
    const row = await importById(tx, id)
    // one that was broken off goes on as it began
    if (row.lines_done > 0 && run) return
    const type = await recordTypeById(tx, row.record_type_id)
    const codes = (row.column_codes ? readJson(row.column_codes) : []).map(
      (code, index) => given[String(index)] ?? code,
    )
    await mapColumns(tx, id, { columns: mustBeEnough(type, codes), mark, tell })
  })
  const path = `/admin/imports/${id}`
  if (!run) return response.redirect(303, path)
  const { created, updated, faulty } = await runImport(site, id)
  const text = `Imported: ${created} created, ${updated} changed, ${faulty} not taken.`
  await redirectWith(request, response, { path, notice: { text, warns: faulty > 0 } })
}
