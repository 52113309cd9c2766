import type { Command, Reading } from '../reading.ts'
import { closingAt } from './closings.ts'

/** `/verb` in the first column, letters only, then a blank or the end. A phone may put a full-width slash or a mark. */
const form = /^[\u200b-\u200f\ufeff]?[/／](\p{L}{2,20})(?:[ \t]+(.{0,900}))?$/u
const mostCommands = 20
/** A whole body that is a command on a telephone: "Done", "mute 3d", "Yes 👍". */
const longestWord = 40
const word = /^(\+1|\p{L}{1,20})(?: (.{1,30}))?$/u

export type FoundCommands = Pick<Reading, 'commands' | 'strayCommands' | 'wholeBody'>

/**
 * Recognises commands in the new text: those of the head block (first lines) and of the tail block (last lines, above a
 * closing) count; others are `strayCommands`, to be named in the receipt. `sure`: the text is certainly the author's; where
 * it may be quoted none counts. Whether a verb exists and may be used is decided by who runs it. Lines count from 1.
 */
export function readCommands(newText: string, sure: boolean): FoundCommands {
  const lines = newText.split('\n')
  const all: { at: number; command: Command }[] = []
  for (let n = 0; n < lines.length && all.length < mostCommands * 2; n++) {
    const command = commandOn(lines[n]!, n)
    if (command) all.push({ at: n, command })
  }
  const counts = all.length > 0 && sure ? zones(lines) : () => false
  const commands = all.filter(({ at }) => counts(at)).slice(0, mostCommands)
  return {
    commands: commands.map(({ command }) => command),
    strayCommands: all.filter((one) => !commands.includes(one)).map(({ command }) => command),
    wholeBody: sure ? readWholeBody(lines) : null,
  }
}

/** Is the line in the head or in the tail block? Blank lines may stand in both. */
function zones(lines: string[]): (at: number) => boolean {
  const isText = (line: string) => tidy(line) !== '' && !form.test(tidy(line))
  const closing = closingAt(lines)
  const end = closing < 0 ? lines.length : closing
  const head = lines.findIndex(isText)
  const tail = lines.slice(0, end).findLastIndex(isText)
  return (at) => head < 0 || at < head || (at > tail && at < end)
}

function commandOn(line: string, n: number): Command | null {
  const match = form.exec(tidy(line))
  if (!match) return null
  return { verb: match[1]!.toLowerCase(), arguments: (match[2] ?? '').trim(), line: n + 1 }
}

/** The one word of an answer from a telephone, with what it takes; a dot or an emoji may follow. */
function readWholeBody(lines: string[]): Command | null {
  const full = lines.map((line, n) => ({ text: tidy(line).trim(), n })).filter(({ text }) => text)
  const only = full.length === 1 ? full[0]! : null
  if (!only || only.text.length > longestWord) return null
  const plain = only.text.replace(
    /(?:\s|[.!]|\ufe0f|\u200d|\p{Extended_Pictographic}|\p{Emoji_Modifier})+$/u,
    '',
  )
  const match = word.exec(plain)
  if (!match) return null
  return { verb: match[1]!.toLowerCase(), arguments: match[2] ?? '', line: only.n + 1 }
}

/** Phones change dashes and blanks. */
function tidy(line: string): string {
  return line
    .slice(0, 998)
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .trimEnd()
}
