import type { CsvError, CsvErrorCode } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { Refused } from './errors.ts'

/** Bounds of a file: what is larger is split by who sends it. */
const LARGEST_FILE = 10 * 1024 * 1024
const LARGEST_LINE = 200_000
const MOST_COLUMNS = 200
const MOST_LINES = 100_000

/** A line of a file: its number in it, from 1, and its cells; or why it has none. */
export type CsvLine = { number: number; cells: string[]; fault: string | null }

export type Sheet = { columns: string[]; lines: CsvLine[] }

type Parsed = { record: string[]; info: { lines: number } }

/**
 * Reads a file of comma-, semicolon-, tab- or pipe-separated values with a head of column names (RFC 4180 section 2), in UTF-8,
 * UTF-16 or what Windows writes. A line that cannot be read is given with its reason; the others are not lost for it.
 * @throws Refused for a file that is too large, empty, or no text
 */
export function readCsv(bytes: Buffer): Sheet {
  if (bytes.length > LARGEST_FILE) throw new Refused('too-large', 'A file may have at most 10 MB.')
  const text = textOf(bytes)
  const broken: CsvError[] = []
  const all = parse(text, {
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    // a quotation mark in the middle of a cell, as in 19" rack, stands for itself
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LARGEST_LINE,
    on_skip: (error) => void broken.push(error!),
  }) as unknown as Parsed[]

  const [head, ...rest] = all.map(({ record, info }) => lineOf(record, info.lines))
  if (!head || head.cells.every((cell) => cell === ''))
    throw new Refused('bad-input', 'The file has no line of column names.')
  if (head.cells.length > MOST_COLUMNS)
    throw new Refused('bad-input', `A file has at most ${MOST_COLUMNS} columns.`)
  if (rest.length > MOST_LINES)
    throw new Refused('too-large', `A file has at most ${MOST_LINES} lines.`)
  const lines = rest
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((line) => withSoundCount(line, head.cells.length))
  return {
    columns: head.cells,
    lines: [...lines, ...broken.map((error) => brokenLine(error, all.at(-1)!.info.lines))].sort(
      (one, other) => one.number - other.number,
    ),
  }
}

/** A cell may hold line ends: the line is where it begins. */
function lineOf(record: string[], end: number): CsvLine {
  const within = record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
  return { number: end - within, cells: record.map((cell) => cell.trim()), fault: null }
}

function withSoundCount(line: CsvLine, count: number): CsvLine {
  if (line.cells.slice(count).every((cell) => cell === '')) return line
  const fault = `It has ${line.cells.length} cells, and the first line ${count}.`
  return { ...line, fault }
}

const BROKEN: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED:
    'A quotation mark is opened and never closed: nothing after it can be read.',
  CSV_MAX_RECORD_SIZE: `It is longer than ${LARGEST_LINE} letters.`,
}

/** An open quotation mark swallows all that follows: it began behind the last line that could be read. */
function brokenLine(error: CsvError, lastRead: number): CsvLine {
  const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED'
  const number = isOpen ? lastRead + 1 : Number(error['lines'] ?? 0)
  return { number, cells: [], fault: BROKEN[error.code] ?? 'It cannot be read.' }
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return clean(new TextDecoder('utf-16le').decode(bytes))
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return clean(new TextDecoder('windows-1252').decode(bytes))
  }
}

/** No text has zero bytes, and PostgreSQL takes none. @throws Refused for a picture or a workbook */
function clean(text: string): string {
  if (text.slice(0, 1000).includes('\0') || text.startsWith('PK'))
    throw new Refused('bad-input', 'This is no text file. Save the table as CSV first.')
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n')
}

/** The mark that stands most often in the first line, outside quotation marks. */
function delimiterOf(text: string): string {
  const head = text
    .slice(0, LARGEST_LINE)
    .split(/\r?\n/, 1)[0]!
    .replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, n: head.split(mark).length }))
  return counts.sort((one, other) => other.n - one.n)[0]!.mark
}
