import { createHash } from 'node:crypto'

/** In octets, as no line of a header may be longer: RFC 5322 section 2.1.1. */
const longestId = 998
const standInDomain = '@long-id.invalid'
const mostIds = 500

/**
 * Reads message ids out of In-Reply-To or References, without angle brackets. Where there are none in brackets, words
 * with an @ count. RFC 5322 section 3.6.4.
 */
export function readIds(field: string): string[] {
  const ids: string[] = []
  for (const piece of field.split('<').slice(1)) {
    const end = piece.indexOf('>')
    const id = cleanId(end < 0 ? piece.split(/\s/)[0]! : piece.slice(0, end))
    if (id) ids.push(id)
  }
  const found =
    ids.length > 0
      ? ids
      : field
          .split(/[\s,]+/)
          .filter((word) => word.includes('@'))
          .map(cleanId)
  return [...new Set(found)].slice(-mostIds)
}

/** The Message-ID itself: what stands in brackets, or the whole field. */
export function readMessageId(field: string): string | null {
  const id = readIds(field)[0] ?? cleanId(field.trim())
  return id === '' ? null : id
}

function cleanId(raw: string): string {
  const id = raw.replace(/[\s<>\u0000-\u001f\u007f]+/g, '').toWellFormed()
  return Buffer.byteLength(id) > longestId ? standIn(id) : id
}

/** Nobody makes ids too long for an index in good faith; a digest keeps equal ones equal and different ones apart. */
function standIn(id: string): string {
  return createHash('sha256').update(id).digest('hex') + standInDomain
}

export function isStandIn(id: string): boolean {
  return id.endsWith(standInDomain)
}
