const zones: Record<string, string> = {
  ut: '+0000',
  gmt: '+0000',
  utc: '+0000',
  z: '+0000',
  est: '-0500',
  edt: '-0400',
  cst: '-0600',
  cdt: '-0500',
  mst: '-0700',
  mdt: '-0600',
  pst: '-0800',
  pdt: '-0700',
  cet: '+0100',
  cest: '+0200',
  met: '+0100',
  mest: '+0200',
  bst: '+0100',
  jst: '+0900',
  msk: '+0300',
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const usual =
  /(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]{0,6}\.?[\s-]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,9})?\s*([+-]\s?\d{1,2}:?\d{2}|[A-Za-z]{1,5})?/

/**
 * Reads a Date field, obsolete forms included, as ISO 8601 in UTC; null where it is none, never the time of now.
 * RFC 5322 sections 3.3 and 4.3.
 */
export function readDate(field: string): string | null {
  const text = field
    .replace(/\([^()]{0,200}\)/g, ' ')
    .slice(0, 200)
    .trim()
  const match = usual.exec(text)
  if (!match) return fallback(text)
  const month = months.indexOf(match[2]!.toLowerCase())
  if (month < 0) return null
  const time = Date.UTC(
    fullYear(match[3]!),
    month,
    Number(match[1]),
    Number(match[4]),
    Number(match[5]),
    Number(match[6] ?? 0),
  )
  return iso(time - offset(match[7] ?? '+0000'))
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length >= 4) return year
  return text.length === 3 ? 1900 + year : year < 50 ? 2000 + year : 1900 + year
}

function offset(zone: string): number {
  const plain = zone.replace(/[\s:]/g, '')
  const numeric = /^[+-]/.test(plain) ? plain : (zones[plain.toLowerCase()] ?? '+0000')
  const digits = numeric.slice(1).padStart(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (numeric.startsWith('-') ? -minutes : minutes) * 60_000
}

function fallback(text: string): string | null {
  if (!/\d{4}/.test(text) || !/\d:\d/.test(text)) return null
  return iso(
    new Date(/[zZ]$|[+-]\d{2}:?\d{2}$|[A-Z]{3}$/.test(text) ? text : `${text} UTC`).getTime(),
  )
}

function iso(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : null
}
