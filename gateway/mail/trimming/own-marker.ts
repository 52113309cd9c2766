import { ownMarkers } from './quote-locales.ts'

/** The line alone, as clients repeat it: with quote marks before it, in bold, or between rules. */
const longestLine = 120

/**
 * Cuts a text above the first line of a notification of ours that it repeats. A notification to a user may be one of a note, and where a
 * client has marked it in no way that is known, this line alone tells that it is no new word of the author.
 */
export function aboveOwnMarker(text: string): { text: string; isCut: boolean } {
  let at = 0
  for (const line of text.split('\n')) {
    if (isOwnMarker(line)) return { text: text.slice(0, at).trimEnd(), isCut: true }
    at += line.length + 1
  }
  return { text, isCut: false }
}

function isOwnMarker(line: string): boolean {
  if (line.length > longestLine) return false
  return ownMarkers.includes(line.replace(/^[\s>|*_=#-]+|[\s*_=#-]+$/g, '').toLowerCase())
}
