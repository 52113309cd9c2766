import { type Json, table } from '../rows.ts'
import type { Field, Stage, TypeSettings } from './threads.ts'

/** What a record type was before a change, so that the change can be undone. */
export type TypeVersionRow = {
  id: number
  record_type_id: number
  label: string
  plural: string
  fields: Json<Field[]>
  stages: Json<Stage[]>
  settings: Json<TypeSettings>
  removed_at: number | null
  /** Who changed it, and when, after which it was not like this any more. */
  changed_by: number | null
  changed_at: number
}

/** A line of a file that was not taken, and why. */
export type LineFault = { line: number; why: string }

/** One import of records from a file: what is to be done, and how far it has come. */
export type ImportRow = {
  id: number
  record_type_id: number
  file_name: string
  /** The file in the store, by its hash. */
  sha256: string
  /** Which column is which field: a code, or empty for none, in the order of the columns. */
  column_codes: Json<string[]> | null
  /** `.` or `,` where the file says which mark parts decimals; else what is unclear is not taken. */
  decimal_mark: string
  /** How many lines are done. A line and its counting are one transaction, so no line is taken twice. */
  lines_done: number
  created: number
  updated: number
  unchanged: number
  faulty: number
  /** The first of them. */
  faults: Json<LineFault[]>
  tell: 0 | 1
  started_by: number
  created_at: number
  ended_at: number | null
}

export const typeVersions = table<TypeVersionRow>('type_versions')
export const imports = table<ImportRow>('imports')
