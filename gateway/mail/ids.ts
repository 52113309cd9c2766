/** Longer ids are cut: nobody makes them, and they would fill an index. */
const longestId = 900
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
          .map(cleanId)
          .filter((word) => word.includes('@'))
  return [...new Set(found)].slice(-mostIds)
}

/** The Message-ID itself: what stands in brackets, or the whole field. */
export function readMessageId(field: string): string | null {
  const id = readIds(field)[0] ?? cleanId(field.trim())
  return id === '' ? null : id
}

function cleanId(raw: string): string {
  return raw.replace(/[\s<>\u0000-\u001f\u007f]+/g, '').slice(0, longestId)
}
