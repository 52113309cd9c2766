import type { Command } from './reading.ts'

/** `/verb` in the first column, letters only, then a blank or the end. A phone may put a full-width slash or a mark. */
const form = /^[\u200b-\u200f\ufeff]?[/／](\p{L}{2,20})(?:[ \t]+(.{0,900}))?$/u
const mostCommands = 50

/**
 * Recognises commands in the head block (first lines) and the tail block (last lines) of the new text; a command in the
 * middle stays text. Whether the verb exists and may be used is decided by who runs it. Lines are counted from 1.
 */
export function readCommands(newText: string): Command[] {
  const lines = newText.split('\n')
  const head: Command[] = []
  let top = 0
  for (; top < lines.length && take(lines, top, head); top++);
  const tail: Command[] = []
  for (let n = lines.length - 1; n > top && take(lines, n, tail); n--);
  return [...head, ...tail.reverse()].slice(0, mostCommands)
}

/** Adds the command on line `n`; false where the line is neither a command nor blank. */
function take(lines: string[], n: number, found: Command[]): boolean {
  const line = tidy(lines[n]!)
  if (line === '') return true
  const match = form.exec(line)
  if (!match) return false
  found.push({ verb: match[1]!.toLowerCase(), arguments: (match[2] ?? '').trim(), line: n + 1 })
  return true
}

/** Phones change dashes and blanks. */
function tidy(line: string): string {
  return line
    .slice(0, 998)
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .trimEnd()
}
