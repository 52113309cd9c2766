import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { personByAddress, systemPerson } from '../chatter/people/people.ts'
import { columnsNamed } from '../chatter/records/import-columns.ts'
import { mapColumns, startImport } from '../chatter/records/imports.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import { readCsv, type Sheet } from '../lib/csv.ts'
import { messageOf, Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { runImport, tryImport } from '../processes/import-records.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { ImportRow } from '../store/tables/types.ts'
import { collect, JSON_FLAG, oneOf, type Shown } from './options.ts'
import { pairs } from './pairs.ts'
import { withSite } from './with-site.ts'

type Options = Shown & {
  type: string
  map: string[]
  decimal?: string
  by?: string
  tell?: boolean
  dryRun?: boolean
}

const MARKS = ['.', ','] as const
/** Exit code: some lines were not taken. */
const REFUSED = 1

export function importCommands(postern: Command): void {
  postern
    .command('import')
    .description('data from files: records')
    .command('records')
    .description(
      'open or change records from a CSV file; a line with a reference changes that record',
    )
    .argument('<file>', 'its first line names the columns: codes or labels of fields')
    .requiredOption('--type <code>', 'of which record type')
    .option(
      '--map <column=field>',
      'which field a column is (repeatable); none after "=": left out',
      collect,
      [],
    )
    .option(
      '--decimal <mark>',
      'which mark parts decimals, "." or ","; without it, what is unclear is not taken',
    )
    .option('--by <address>', 'who imports; the changes are credited to Postern either way')
    .option('--tell', 'followers hear of the changes')
    .option('--dry-run', 'try every line and take all back')
    .option(...JSON_FLAG)
    .action((file: string, options: Options) =>
      withSite((site) => importRecords(site, file, options)),
    )
}

async function importRecords(site: Site, file: string, options: Options): Promise<void> {
  const bytes = readFile(file)
  const sheet = readCsv(bytes)
  const row = await putDown(site, { file, bytes, sheet, options })
  if (options.dryRun) return printTrials(site, { row, sheet, options })

  const done = await runImport(site, row.id)
  const { created, updated, unchanged, faulty } = done
  await print(readJson(done.faults), options.json)
  await print([{ import: done.id, created, updated, unchanged, faulty }], options.json)
  if (faulty > 0) process.exitCode = REFUSED
}

async function putDown(
  site: Site,
  { file, bytes, sheet, options }: { file: string; bytes: Buffer; sheet: Sheet; options: Options },
): Promise<ImportRow> {
  const mark = options.decimal === undefined ? '' : oneOf(MARKS, options.decimal, 'decimal mark')
  const sha256 = await site.files.keepContent(bytes)
  return site.store.write(async (tx) => {
    const at = site.clock.now()
    const type = await recordTypeByCode(tx, options.type)
    const columns = columnsNamed(type, sheet.columns, pairs(options.map))
    const by = options.by ? await personByAddress(tx, options.by) : await systemPerson(tx, at)
    const row = await startImport(tx, type, { fileName: basename(file), sha256, columns, by, at })
    return mapColumns(tx, row.id, { columns, mark, tell: options.tell ?? false })
  })
}

async function printTrials(
  site: Site,
  { row, sheet, options }: { row: ImportRow; sheet: Sheet; options: Options },
): Promise<void> {
  const trials = await tryImport(site, row.id, sheet.lines.length)
  const faults = trials.flatMap(({ line, why }) => (why ? [{ line: line.number, why }] : []))
  const count = (did: string) => trials.filter(({ outcome }) => outcome?.did === did).length
  await print(faults, options.json)
  await print(
    [
      {
        created: count('created'),
        updated: count('updated'),
        unchanged: count('unchanged'),
        faulty: faults.length,
        dryRun: true,
      },
    ],
    options.json,
  )
  if (faults.length > 0) process.exitCode = REFUSED
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (failure) {
    throw new Refused('bad-input', `${file} cannot be read: ${messageOf(failure)}`)
  }
}
