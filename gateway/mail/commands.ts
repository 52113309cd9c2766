import type { Command } from './reading.ts'

/** `/verb` in the first column, letters only, then a blank or the end. A phone may put a full-width slash or a mark. */
const form = /^[\u200b-\u200f\ufeff]?[/／](\p{L}{2,20})(?:[ \t]+(.{0,900}))?$/u
const mostCommands = 50

/**
 * Recognises commands in the head block (first lines) and the tail block (last lines) of the new text; a command in the
 * middle stays text. Whether the verb exists and may be used is decided by who runs it. Lines are counted from 1.
 */
export function readCommands(newText: string): Command[] {
  const lines = newText.split('\n').map(tidy)
  const head = blockLength(lines)
  const tail = head === lines.length ? 0 : blockLength([...lines].reverse())
  const found: Command[] = []
  for (let n = 0; n < lines.length; n++) {
    if (n >= head && n < lines.length - tail) continue
    const match = form.exec(lines[n]!)
    if (match)
      found.push({ verb: match[1]!.toLowerCase(), arguments: (match[2] ?? '').trim(), line: n + 1 })
  }
  return found.slice(0, mostCommands)
}

/** How many lines at the beginning are commands or blank. */
function blockLength(lines: string[]): number {
  const end = lines.findIndex((line) => line !== '' && !form.test(line))
  return end < 0 ? lines.length : end
}

/** Phones change dashes and blanks. */
function tidy(line: string): string {
  return line
    .slice(0, 998)
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .trimEnd()
}
