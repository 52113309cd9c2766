import { wroteAt } from './attributions.ts'
import { isQuoted } from './quote-lines.ts'

const longestShared = 600
const startsInside =
  /(?:[-–—]{2,}\s?|[.!?)] {1,3})(?=\p{Lu}\p{L}{1,3} \p{L}{0,9}\.?,? ?\p{L}{0,9} ?\d)/gu

/**
 * Some clients put the attribution on the line where the answer ends: "Done.--- On 5 Jan, Nora wrote:". There the line is
 * cut in two, so that the answer can be shown without it. Null where no line is shared.
 */
export function partSharedLines(text: string): string | null {
  if (!/[^\n][:：]\n[ \t]{0,3}>/.test(text)) return null
  const lines = text.split('\n')
  let found = false
  for (let n = 0; n + 1 < lines.length; n++) {
    const line = lines[n]!
    if (line.length > longestShared || !/[:：]\s*$/.test(line)) continue
    if (isQuoted(line) || !isQuoted(lines[n + 1]!)) continue
    const cut = attributionInside(line, lines[n + 1]!)
    if (cut === null) continue
    lines[n] = `${line.slice(0, cut)}\n${line.slice(cut)}`
    found = true
  }
  return found ? lines.join('\n') : null
}

function attributionInside(line: string, next: string): number | null {
  for (const match of line.matchAll(startsInside)) {
    const dashes = match[0].search(/[-–—]/)
    const cut = match.index + (dashes === 0 ? 0 : match[0].length)
    if (cut > 0 && wroteAt([line.slice(cut), next], 0)) return cut
  }
  return null
}
