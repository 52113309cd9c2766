import type { Draft } from '../messages/write-message.ts'

/** More than a name and "Best regards" is no mere greeting. */
const LONGEST_GREETING = 200

/** Takes the lines of commands out of what is shown. The whole text stays in `text`, as it came. */
export function withoutLines(draft: Draft, lines: Set<number>): Draft {
  if (lines.size === 0) return draft
  const newText = keptLines(draft.newText ?? draft.text, 0, lines).text.trim()
  return draft.parts
    ? { ...draft, newText, parts: partsWithout(draft.parts, lines) }
    : { ...draft, newText, text: newText }
}

/** Does a draft say anything besides the name of its author at its end? */
export function hasWords({ author, parts, newText, text, files }: Draft): boolean {
  if (files?.some((file) => !file.inline)) return true
  if (!parts) return (newText ?? text).trim() !== ''
  const names = author.name.toLowerCase().split(/\s+/)
  return parts.some((part) => {
    const words = part.text.trim().toLowerCase()
    if (words === '' || (part.kind !== 'new' && part.kind !== 'forwarded')) return false
    // "Hello." alone looks like a name to the reader: only the author's own is one
    const isGreeting = 'closing' in part && words.length <= LONGEST_GREETING
    return !isGreeting || !words.split(/[\s,.]+/).some((word) => names.includes(word))
  })
}

/** Lines count in the `new` parts joined, from the first that is not blank. */
function partsWithout(parts: NonNullable<Draft['parts']>, lines: Set<number>): typeof parts {
  const all = parts.filter(({ kind }) => kind === 'new').map(({ text }) => text)
  const joined = all.join('\n')
  const blank = joined.length - joined.trimStart().length
  let before = -(joined.slice(0, blank).split('\n').length - 1)
  return parts.map((part) => {
    if (part.kind !== 'new') return part
    const { text, count } = keptLines(part.text, before, lines)
    before += count
    return { ...part, text }
  })
}

function keptLines(
  text: string,
  before: number,
  lines: Set<number>,
): { text: string; count: number } {
  const all = text.split('\n')
  const kept = all.filter((_, index) => !lines.has(before + index + 1))
  return { text: kept.join('\n'), count: all.length }
}
