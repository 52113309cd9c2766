import { once } from 'node:events'

/** What a command answers: one JSON object a line with --json, else a table for people. */
export async function print(rows: object[], json: boolean | undefined): Promise<void> {
  if (json) for (const row of rows) await write(`${JSON.stringify(row)}\n`)
  else await write(tableOf(rows))
}

export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

const WIDEST = 60

function tableOf(rows: object[]): string {
  if (rows.length === 0) return 'Nothing found.\n'
  const names = Object.keys(rows[0]!)
  const cells = [
    names,
    ...rows.map((row) => names.map((name) => cell((row as Record<string, unknown>)[name]))),
  ]
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  return cells
    .map(
      (line) =>
        `${line
          .map((text, column) => text.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

function cell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  return text.replace(/\s+/g, ' ').slice(0, WIDEST)
}
