const NUL = '\u0000'

/**
 * Makes every text of a reading fit to be stored: PostgreSQL takes no U+0000, and half a surrogate pair is no character
 * that UTF-8 could write (RFC 3629 section 3). Bytes stay as they are.
 * @returns the same value with clean texts, and the flaws that name what was done
 */
export function storable<Value>(value: Value): { value: Value; flaws: string[] } {
  if (isClean(value)) return { value, flaws: [] }
  const flaws = new Set<string>()
  return { value: cleaned(value, flaws) as Value, flaws: [...flaws] }
}

/** Nearly every reading is clean: then nothing is copied. */
function isClean(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes(NUL) && value.isWellFormed()
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return true
  if (Array.isArray(value)) return value.every(isClean)
  for (const name in value) if (!isClean((value as Record<string, unknown>)[name])) return false
  return true
}

function cleaned(value: unknown, flaws: Set<string>): unknown {
  if (typeof value === 'string') return cleanedText(value, flaws)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((one) => cleaned(one, flaws))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one, flaws)]))
}

function cleanedText(text: string, flaws: Set<string>): string {
  const plain = text.includes(NUL) ? text.replaceAll(NUL, '') : text
  if (plain !== text) flaws.add('nul-removed')
  if (plain.isWellFormed()) return plain
  flaws.add('characters-broken')
  return plain.toWellFormed()
}
