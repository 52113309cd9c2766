import { readDate } from '../header/dates.ts'

/** The first letters of the months in the languages of mail programs, January first; a bar between languages. */
const monthWords = [
  'jan|ene|gen|sty|led|янв|січ|яну|ocak|oca|tam|ιαν|ian|sij|ינו|يناير|كانون الثاني|jaan|sau|มกร|ม.ค',
  'feb|fév|fev|lut|úno|úno|фев|лют|şub|helm|φεβ|vel|veebr|vas|פבר|فبراير|กุม|ก.พ',
  'mar(?!ras)|mär|maa|mrt|már|бер|мар|μαρ|mrz|ožu|kov|מרץ|مارس|มีน|มี.ค|maaliskuu',
  'apr|abr|avr|kwi|dub|апр|кві|nis|huh|ápr|απρ|tra(?!ck)|bal|אפר|أبريل|เมษ|เม.ย',
  'may|mai|mag|maj|kvě|май|мая|тра|toukok|máj|μαϊ|μαΐ|svi|geg|mei|מאי|مايو|พฤษภ|พ.ค',
  'jun|giu|cze|čvn|červn|июн|чер|haz|kes|jún|ιουν|birž|juin|יונ|يونيو|มิถ|มิ.ย',
  'jul|lug|lip|čvc|červenc|июл|лип|tem|hei|júl|ιουλ|srp|lie|juil|יול|يوليو|กรก|ก.ค',
  'aug|ago|août|aou|sie|srp|авг|сер|ağu|elo|αυγ|kol|rugp|אוג|أغسطس|สิง|ส.ค',
  'sep|set|wrz|zář|сен|сеп|вер|eyl|syy|szept|σεπ|ruj|rugs|ספט|سبتمبر|กัน|ก.ย',
  'oct|okt|ott|out|paź|říj|окт|жов|eki|lok|οκτ|spa|אוק|أكتوبر|ตุล|ต.ค',
  'nov|lis|ноя|ное|лис|kas|νοε|stu|lap|נוב|نوفمبر|พฤศ|พ.ย',
  'dec|dez|dic|déc|gru|pro|дек|гру|ara|jou|δεκ|pros|detsember|דצמ|ديسمبر|ธัน|ธ.ค',
]
const months = monthWords.map(
  (words) =>
    new RegExp(
      `^(?:${words
        .split('|')
        .map((word) => word.replace('.', '\\.'))
        .join('|')})`,
    ),
)

/** A day, what stands for the month, a year; or a year first, as in Chinese, Hungarian and ISO 8601. */
const dayFirst =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: de| of)?[ ,.-]{1,2}(\p{L}[\p{L}.]{1,15})\.?,?(?: de| del)?[ ,.-]{1,2}(\d{4}|\d{2}(?=[ ,]))/u
const monthFirst =
  /(\p{L}[\p{L}.]{2,15})[ .]{1,2}(\d{1,2})(?:st|nd|rd|th)?,? {0,2}(?:at )?(\d{4})(?!\d)/u
const yearFirst =
  /(?<!\d)(\d{4})\s?[-/.年년]\s{0,2}(\d{1,2}|\p{L}{3,12})\.?\s?[-/.月월]?\s{0,2}(\d{1,2})(?!\d)/u
/** Vietnamese: "5 thg 1, 2026". */
const numbered = /(?<!\d)(\d{1,2}) (?:thg|tháng) (\d{1,2}),? (?:năm )?(\d{4})/
const numbers = /(?<!\d)(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4}|\d{2})(?!\d)/
const clock = /(?<!\d)(\d{1,2})\s?(?:[:.hH]|時|시|时|點)\s?(\d{2})(?:[:.](\d{2}))?/
const afternoon = /\bp\.?\s?m\b|下午|午後|오후|\bμ\.?μ|مساء|\bم\b|\bch\b|晚上/i
const morning = /\ba\.?\s?m\b|上午|午前|오전|\bπ\.?μ|صباح|\bsa\b/i
const zone = /(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d{2}))?|\s([+-])(\d{2}):?(\d{2})\b/

/**
 * Reads the date that a program has copied in words of its own language, as ISO 8601 in UTC; null where none is found. A
 * date without a zone is taken to be in that of the forwarding mail (`minutes` east of Greenwich).
 */
export function readCopiedDate(field: string, minutes: number): string | null {
  const text = field
    .slice(0, 200)
    .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
    .replace(/[\u00a0\u202f]/g, ' ')
  if (
    /^\s*(?:[a-z]{3},\s)?\d{1,2} [a-z]{3} \d{4} [\d:]{4,8} (?:[+-]\d{4}|[A-Z]{1,4}\b)/i.test(text)
  )
    return readDate(text)
  const plain = westernDigits(text)
  const day = dayOf(plain)
  if (!day) return null
  const rest = plain.replace(day.found, ' ')
  const time = clockOf(rest)
  const east = zoneOf(rest) ?? minutes
  const at = Date.UTC(day.year, day.month, day.day, time.hour, time.minute - east, time.second)
  return Number.isFinite(at) ? new Date(at).toISOString() : null
}

type Day = { year: number; month: number; day: number; found: string }

function dayOf(text: string): Day | null {
  const lower = text.toLowerCase()
  const year = yearFirst.exec(lower)
  if (year) return checked(year[0], year[1]!, year[2]!, year[3]!)
  const viet = numbered.exec(lower)
  if (viet) return checked(viet[0], viet[3]!, viet[2]!, viet[1]!)
  const named = dayFirst.exec(lower)
  if (named && monthOf(named[2]!) >= 0) return checked(named[0], named[3]!, named[2]!, named[1]!)
  const english = monthFirst.exec(lower)
  if (english) return checked(english[0], english[3]!, english[1]!, english[2]!)
  const numeric = numbers.exec(lower)
  if (!numeric) return null
  const american = Number(numeric[2]) > 12 || (/[ap]m\b/.test(lower) && Number(numeric[1]) <= 12)
  return american
    ? checked(numeric[0], numeric[3]!, numeric[1]!, numeric[2]!)
    : checked(numeric[0], numeric[3]!, numeric[2]!, numeric[1]!)
}

function checked(found: string, year: string, month: string, day: string): Day | null {
  const index = /^\d+$/.test(month) ? Number(month) - 1 : monthOf(month)
  const full = Number(year) < 100 ? 2000 + Number(year) : Number(year)
  const isDay = index >= 0 && index < 12 && Number(day) >= 1 && Number(day) <= 31 && full > 1970
  return isDay ? { year: full, month: index, day: Number(day), found } : null
}

/** The month that a word begins: some beginnings belong to two languages, then the first that fits counts. */
function monthOf(word: string): number {
  return months.findIndex((form) => form.test(word))
}

function clockOf(text: string): { hour: number; minute: number; second: number } {
  const match = clock.exec(text)
  if (!match) return { hour: 0, minute: 0, second: 0 }
  const hour = Number(match[1])
  const shift = afternoon.test(text) && hour < 12 ? 12 : morning.test(text) && hour === 12 ? -12 : 0
  return { hour: hour + shift, minute: Number(match[2]), second: Number(match[3] ?? 0) }
}

/** Minutes east of Greenwich; null where no zone stands. */
function zoneOf(text: string): number | null {
  const match = zone.exec(text)
  if (match) {
    const [, sign = match[4], hours = match[5], rest = match[6] ?? 0] = match
    const minutes = Number(hours) * 60 + Number(rest)
    return sign === '-' ? -minutes : minutes
  }
  if (/\b(?:CET|MEZ)\b/.test(text)) return 60
  if (/\b(?:CEST|MESZ)\b/.test(text)) return 120
  return /\b(?:GMT|UTC)\b/.test(text) ? 0 : null
}

/** Arabic and Persian digits as those of ASCII. */
function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) =>
    String((digit.charCodeAt(0) - 0x660) % 0x90),
  )
}
