import { sanitiseHtml } from '../../gateway/mail/html/sanitise.ts'

/** Texts are compared with every run of white space as one space. */
export function spaced(text: unknown): string {
  return String(text ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

export function bare(text: unknown): string {
  return String(text ?? '').replace(/\s+/g, '')
}

/** Are the texts equal? U+FFFD in the expected one stands for whatever is made of bytes that the peer could not read. */
export function sameText(want: unknown, got: unknown, mode?: string): boolean {
  const plain = mode === 'no-whitespace' ? bare : spaced
  const [wanted, found] = [plain(want), plain(got)]
  if (wanted === found) return true
  if (!wanted.includes('\ufffd')) return false
  const pieces = wanted
    .split(/\ufffd+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
  return new RegExp(`^${pieces.join('[\\s\\S]{0,40}?')}$`, 'u').test(found)
}

export function holds(text: unknown, piece: unknown): boolean {
  return spaced(text).includes(spaced(piece)) || bare(text).includes(bare(piece))
}

/** The words of HTML that we have cleaned: once by our own writer, once by taking the tags away. */
export function wordsOfHtml(html: string | null): string[] {
  const stripped = (html ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
  return [sanitiseHtml(html ?? '').text, stripped]
}

export function listOf<Value>(value: Value | Value[] | null | undefined): Value[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** Addresses as a set: without regard to case, order and repetition. */
export function sameAddresses(
  want: (string | { address?: string })[],
  got: { address: string }[],
): boolean {
  const key = (one: string | { address?: string }): string =>
    (typeof one === 'string' ? one : (one.address ?? '')).toLowerCase()
  const sorted = (list: (string | { address?: string })[]): string =>
    [...new Set(list.map(key))].sort().join('\n')
  return sorted(want) === sorted(got)
}

type ExpectedBox = { name?: string | null; address?: string | null }

export function isBox(want: ExpectedBox, got: { name: string; address: string }): boolean {
  if (want.name !== null && want.name !== undefined && !sameName(want.name, got.name)) return false
  return !want.address || want.address.toLowerCase() === got.address.toLowerCase()
}

/** A peer that stores users writes their names with capitals. */
function sameName(want: string, got: string): boolean {
  return spaced(want).toLowerCase() === spaced(got).toLowerCase()
}

/** What is told of a miss: short enough for a line. */
export function miss(key: string, want: unknown, got: unknown): string {
  const shown = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 400)
  return `${key}: want ${shown(want)} got ${shown(got)}`
}
