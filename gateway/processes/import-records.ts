import { findPerson, systemPerson } from '../chatter/people/people.ts'
import { importLine, type LineOutcome } from '../chatter/records/import-line.ts'
import {
  countLine,
  endImport,
  importById,
  noteFault,
  takeLine,
} from '../chatter/records/imports.ts'
import { type RecordType, recordTypeById } from '../chatter/records/record-types.ts'
import { type CsvLine, readCsv, type Sheet } from '../lib/csv.ts'
import { Refused } from '../lib/errors.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { ImportRow } from '../store/tables/types.ts'

/** What a line would do, or why it would not. */
export type Trial = { line: CsvLine; outcome: LineOutcome | null; why: string | null }

type Job = { row: ImportRow; type: RecordType; sheet: Sheet; startedBy: PersonRow }

/**
 * Imports a file, a transaction a line: what is wrong with one line stops no other and leaves nothing half saved. A run that was
 * broken off goes on where it stopped; two at once share the lines.
 */
export async function runImport(site: Site, id: number): Promise<ImportRow> {
  const job = await openJob(site, id)
  for (let done = job.row.lines_done; done < job.sheet.lines.length; done++)
    if (!(await takeOne(site, job, done)))
      return site.store.read((reader) => importById(reader, id))
  site.outboxBell.ring()
  return site.store.write((tx) => endImport(tx, id, site.clock.now()))
}

/** Tries the first lines and takes all back: what an import would do. */
export async function tryImport(site: Site, id: number, most: number): Promise<Trial[]> {
  const job = await openJob(site, id)
  const trials: Trial[] = []
  for (const line of job.sheet.lines.slice(0, most)) trials.push(await tryOne(site, job, line))
  return trials
}

export async function sheetOf(site: Site, row: Pick<ImportRow, 'sha256'>): Promise<Sheet> {
  return readCsv(await site.files.contentOf(row.sha256))
}

async function openJob(site: Site, id: number): Promise<Job> {
  const { row, type, person } = await site.store.read(async (reader) => {
    const row = await importById(reader, id)
    const type = await recordTypeById(reader, row.record_type_id)
    return { row, type, person: await findPerson(reader, row.started_by) }
  })
  const startedBy = person ?? (await site.store.write((tx) => systemPerson(tx, site.clock.now())))
  return { row, type, sheet: await sheetOf(site, row), startedBy }
}

async function takeOne(site: Site, job: Job, done: number): Promise<boolean> {
  const { id } = job.row
  const line = job.sheet.lines[done]!
  const why = line.fault ?? (await refusalOf(() => site.store.write(takeSound)))
  if (typeof why !== 'string') return why
  return site.store.write(async (tx) => {
    if (!(await takeLine(tx, id, done))) return false
    await noteFault(tx, id, { line: line.number, why })
    return true
  })

  async function takeSound(tx: Tx): Promise<boolean> {
    if (!(await takeLine(tx, id, done))) return false
    await countLine(tx, id, await fileLine(tx, site, { job, line }))
    return true
  }
}

class TakenBack extends Error {}

async function tryOne(site: Site, job: Job, line: CsvLine): Promise<Trial> {
  if (line.fault) return { line, outcome: null, why: line.fault }
  let outcome: LineOutcome | null = null
  const why = await refusalOf(() =>
    site.store
      .write(async (tx) => {
        outcome = await fileLine(tx, site, { job, line })
        throw new TakenBack()
      })
      .catch((failure) => {
        if (!(failure instanceof TakenBack)) throw failure
      }),
  )
  return typeof why === 'string' ? { line, outcome: null, why } : { line, outcome, why: null }
}

function fileLine(
  tx: Tx,
  site: Site,
  { job: { row, type, startedBy }, line }: { job: Job; line: CsvLine },
): Promise<LineOutcome> {
  const codes = row.column_codes ? readJson(row.column_codes) : []
  const named = codes.map((code, index) => [code, line.cells[index] ?? ''] as const)
  const cells = Object.fromEntries(named.filter(([code]) => code !== ''))
  const who = startedBy.kind === 'user' ? { startedBy: startedBy.name } : {}
  return importLine(tx, type, {
    ...{ cells, startedBy, tell: row.tell === 1, at: site.clock.now() },
    cause: { door: 'import', name: row.file_name, ...who },
    mark: row.decimal_mark === '.' || row.decimal_mark === ',' ? row.decimal_mark : 'asked',
  })
}

/** What a verb refuses, in words; what else goes wrong is our trouble and ends the run. */
async function refusalOf<Done>(act: () => Promise<Done>): Promise<Done | string> {
  try {
    return await act()
  } catch (failure) {
    if (failure instanceof Refused) return failure.message
    throw failure
  }
}
