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
/** Months by how they begin, in the languages that programs write although RFC 5322 wants English. */
const months: Record<string, number> = Object.create(null)
for (const [number, names] of [
  'jan ene gen янв',
  'feb fév fev фев',
  'mar mär mrz mrt мар',
  'apr abr avr апр',
  'may mai mei mag май мая',
  'jun juin giu июн',
  'jul juil lug июл',
  'aug ago aoû août авг',
  'sep set сен',
  'oct okt ott out окт',
  'nov ноя',
  'dec dez dic déc дек',
].entries())
  for (const name of names.split(' ')) months[name] = number

const time =
  '(\\d{1,2})\\s{0,9}[:.]\\s{0,9}(\\d{1,2})(?:\\s{0,9}[:.]\\s{0,9}(\\d{1,2}))?(?:\\.\\d{1,9})?(?:\\s{0,9}([ap])\\.?m\\b\\.?)?'
const zone = '\\s{0,9}((?:[a-z]{0,5}[+-]\\s?(?:\\d{1,2}:?\\d{2}|\\d{1,2}))|[a-z]{1,5})?'
/** 12 Feb 2019 12:34:56 +0100 */
const usual = new RegExp(
  `(\\d{1,2})[.\\s-]{0,5}([\\p{L}]{3,4})[\\p{L}]{0,7}\\.?[\\s-]{0,5}(\\d{2,4}),?\\s{1,9}${time}${zone}`,
  'iu',
)
/** Tue Feb 12 12:34:56 CET 2019, as Unix prints it */
const unix = new RegExp(`([a-z]{3})\\s{1,3}(\\d{1,2})\\s{1,3}${time}${zone}\\s{1,3}(\\d{4})$`, 'iu')

/**
 * Reads a Date field, obsolete forms included, as ISO 8601 in UTC; null where it is none, never the time of now.
 * RFC 5322 sections 3.3 and 4.3.
 */
export function readDate(field: string): string | null {
  const text = field
    .replace(/\([^()]{0,200}\)/g, ' ')
    .slice(0, 200)
    .trim()
  const found = usual.exec(text)
  if (found) {
    const [, day, month, year, ...rest] = found
    return dateOf({ day: day!, month: month!, year: year! }, rest)
  }
  const printed = unix.exec(text)
  if (!printed) return fallback(text)
  return dateOf({ month: printed[1]!, day: printed[2]!, year: printed[8]! }, printed.slice(3, 8))
}

type Day = { day: string; month: string; year: string }

function dateOf({ day, month, year }: Day, clock: (string | undefined)[]): string | null {
  const [hours, minutes, seconds, half, offset] = clock
  const number = monthOf(month.toLowerCase())
  if (number === null) return null
  const local = Date.UTC(
    fullYear(year),
    number,
    Number(day),
    hoursOf(Number(hours), half),
    Number(minutes),
    Number(seconds ?? 0),
  )
  return iso(local - offsetOf(offset ?? '+0000'))
}

function monthOf(name: string): number | null {
  return months[name] ?? months[name.slice(0, 3)] ?? null
}

/** Twelve in the morning is midnight. */
function hoursOf(hours: number, half: string | undefined): number {
  if (!half || hours > 12) return hours
  return (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length >= 4) return year
  return text.length === 3 ? 1900 + year : year < 50 ? 2000 + year : 1900 + year
}

/** A zone that no place has is none. */
function offsetOf(text: string): number {
  const plain = text.replace(/[\s:]/g, '')
  const signed = /[+-]\d+$/.exec(plain)?.[0] ?? zones[plain.toLowerCase()] ?? '+0000'
  const digits = signed.slice(1)
  const four = digits.length > 2 ? digits.padStart(4, '0') : `${digits.padStart(2, '0')}00`
  const minutes = Number(four.slice(0, 2)) * 60 + Number(four.slice(2))
  if (minutes > 15 * 60) return 0
  return (signed.startsWith('-') ? -minutes : minutes) * 60_000
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
