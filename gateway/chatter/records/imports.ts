import { Refused } from '../../lib/errors.ts'
import { find, insert, list, readJson, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type ImportRow, imports, type LineFault } from '../../store/tables/types.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import type { LineOutcome } from './import-line.ts'
import { mustBeOffered, type RecordType } from './record-types.ts'

/** Of a file's bad lines, so many are written down; all are counted. */
const MOST_FAULTS = 1000
const LISTED = 20

export type NewImport = {
  fileName: string
  sha256: string
  columns: string[]
  by: PersonRow
  at: number
}

/** Puts a file down to be imported; nothing of it is taken yet. */
export async function startImport(
  tx: Tx,
  type: RecordType,
  { fileName, sha256, columns, by, at }: NewImport,
): Promise<ImportRow> {
  mustBeAbleTo(by, 'administer')
  return insert(tx, imports, {
    record_type_id: mustBeOffered(type).id,
    file_name: fileName.slice(0, 200),
    sha256,
    column_codes: toJson(columns),
    started_by: by.id,
    created_at: at,
  })
}

export type Mapping = { columns: string[]; mark: '' | '.' | ','; tell: boolean }

/** @throws Refused where lines have been taken already: they would have been read otherwise */
export async function mapColumns(tx: Tx, id: number, mapping: Mapping): Promise<ImportRow> {
  const [row] = await update(
    tx,
    imports,
    { id, lines_done: 0, ended_at: null },
    {
      column_codes: toJson(mapping.columns),
      decimal_mark: mapping.mark,
      tell: mapping.tell ? 1 : 0,
    },
  )
  if (!row) throw new Refused('already-there', 'This import has begun already.')
  return row
}

/** @throws Refused where there is none */
export async function importById(reader: Reader, id: number): Promise<ImportRow> {
  const row = await find(reader, imports, { id })
  if (!row) throw new Refused('not-found', 'There is no such import.')
  return row
}

export async function listImports(reader: Reader): Promise<ImportRow[]> {
  return list(reader, imports, { order: 'id desc', limit: LISTED })
}

/**
 * Takes the next line for this transaction: it is counted with what it does, or not at all.
 * @returns false where somebody else has taken it
 */
export async function takeLine(tx: Tx, id: number, done: number): Promise<boolean> {
  const taken = await tx.one<{ id: number }>(
    'update imports set lines_done = lines_done + 1 where id = $1 and lines_done = $2 and ended_at is null returning id',
    [id, done],
  )
  return taken !== null
}

export async function countLine(tx: Tx, id: number, { did }: LineOutcome): Promise<void> {
  await tx.all(`update imports set ${did} = ${did} + 1 where id = $1`, [id])
}

export async function noteFault(tx: Tx, id: number, fault: LineFault): Promise<void> {
  const row = await importById(tx, id)
  const faults = readJson(row.faults)
  if (faults.length < MOST_FAULTS) faults.push(fault)
  await update(tx, imports, { id }, { faulty: row.faulty + 1, faults: toJson(faults) })
}

export async function endImport(tx: Tx, id: number, at: number): Promise<ImportRow> {
  const [row] = await update(tx, imports, { id }, { ended_at: at })
  return row!
}
