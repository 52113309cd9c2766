import {
  bare,
  beginsWithRule,
  isRule,
  longestProbe,
  nextFull,
  type QuoteHead,
} from './quote-lines.ts'
import { headerLabels } from './quote-locales.ts'

const labelKinds = new Map<string, string>()
for (const [kind, labels] of Object.entries(headerLabels))
  for (const label of labels) if (!labelKinds.has(label)) labelKinds.set(label, kind)

const severalFields = /\s(?:date|sent|to|subject|datum|gesendet|an|betreff):/i

/**
 * A copied header block: a From line with at least two other fields below it; a rule above belongs to it. A field that
 * comes again below was the author's line.
 */
export function blockAt(lines: string[], at: number): QuoteHead | null {
  const rule = isRule(lines[at]!)
  const first = rule ? nextFull(lines, at + 1, 4) : at
  if (first < 0) return null
  const kind = labelKind(lines[first]!)
  if (kind !== 'from' && kind !== 'date' && kind !== 'subject' && kind !== 'to') return null
  const found = new Set([kind])
  if (rule && severalFields.test(lines[first]!.slice(0, longestProbe))) found.add('inline')
  for (let n = first + 1; n < Math.min(lines.length, first + 9); n++) {
    if (beginsWithRule(lines[n]!)) break
    const next = labelKind(lines[n]!)
    if (next === kind && kind !== 'from') return null
    if (next) found.add(next)
  }
  const few = found.size < (rule ? 2 : 3)
  if (!found.has('from') || (few && !isAddressAndDate(lines, first))) return null
  return { start: at, end: blockEnd(lines, first), kind: 'quote', form: 'block' }
}

/** Two fields are enough where one is an address and the next a date with its time. */
function isAddressAndDate(lines: string[], at: number): boolean {
  if (labelKind(lines[at]!) !== 'from' || labelKind(lines[at + 1] ?? '') !== 'date') return false
  const when = fieldValue(lines[at + 1]!)
  return fieldValue(lines[at]!).includes('@') && /\d{4}/.test(when) && /\d[:.]\d{2}/.test(when)
}

/** The label kind of `From: Kim`, also `*From:* Kim`, `| From | Kim |` and with full-width colons. */
export function labelKind(line: string): string | null {
  const cut = cutLabel(line)
  return cut ? (labelKinds.get(cut.label) ?? null) : null
}

/** What stands behind the label of a copied field. */
export function fieldValue(line: string): string {
  const value = labelKind(line) ? cutLabel(line)!.value : bare(line).replace(/^\S{1,25}\s/, '')
  return value.replace(/^[\s*_]+|[\s*_|;]+$/g, '')
}

const tableRow = /^[\s>]{0,20}\|/

function cutLabel(line: string): { label: string; value: string } | null {
  const row = tableRow.test(line)
  if (!row && !line.includes(':') && !line.includes('：')) return null
  const short = bare(line)
  const colon = short.search(row ? /[:：|]/ : /[:：]/)
  if (colon < 1 || colon > 25) return null
  const label = short.slice(0, colon).replace(/^[*_\s]+|[*_\s\u00a0]+$/g, '')
  return {
    label: label.replace(/\s+/g, ' ').toLowerCase().replaceAll('i\u0307', 'i'),
    value: short.slice(colon + 1),
  }
}

/** The line after the copied header fields that begin at or shortly after `from`. */
export function blockEnd(lines: string[], from: number): number {
  const first = nextFull(lines, from, 3)
  if (first < 0 || labelKind(lines[first]!) === null) return from
  let end = first
  for (let n = first; n < Math.min(lines.length, first + 20); n++) {
    if (bare(lines[n]!) === '') {
      if (n > first + 1 || labelKind(lines[n + 1] ?? '') === null) break
    } else end = n + 1
  }
  return end
}

/** The label kind of a line without a colon, `From "Kim" <kim@example.test>`: only below a title that says what it is. */
export function looseLabel(line: string): string | null {
  const words = bare(line)
    .slice(0, 80)
    .toLowerCase()
    .split(/[\s\t]+/, 3)
  return labelKinds.get(words[0] ?? '') ?? labelKinds.get(words.slice(0, 2).join(' ')) ?? null
}
