import { bare } from './quote-lines.ts'
import { sentFrom } from './quote-locales.ts'

/** The signature delimiter of RFC 3676 section 4.3, and the rules that people draw by hand. */
export function isSignatureDelimiter(line: string): boolean {
  return /^\s{0,3}(?:--|__|—|––|ᐧ)\s*$|^-{2,3} $/.test(line)
}

const devices =
  /phone|ipad|ipod|android|mobile?\b|samsung|galaxy|blackberry|htc|windows|outlook|e?-?mail|yahoo|tablet|nexus|pixel\b|huawei|xiaomi|device|app\b|nokia|lumia|sony|motorola|handheld|wireless|treo|palm|proton|spark|mailbox|thunderbird|\bmac|kindle|surface|telefon|handy|mobil|móvil|celular|téléphone|teléfono|cellulare|gerät|приложени|устройств|телефон|手机|手機|から送信/i

const sentFromStarts = new Set(sentFrom.map((start) => start.slice(0, 3)))

/** "Sent from my phone", in a line of its own; a sentence that begins like it is the author's. */
export function isSentFrom(line: string): boolean {
  const text = bare(line)
    .toLowerCase()
    .replace(/^[-–—<«[(\s]+/, '')
    .replace(/[[\]]/g, '')
  if (
    !sentFromStarts.has(text.slice(0, 3)) ||
    text.length > 160 ||
    /[,;.]\s+(?:is|was|it|but|and|so)\b/.test(text)
  )
    return false
  return (
    sentFrom.some((start) => text.startsWith(start)) && (devices.test(text) || text.length < 25)
  )
}

/** A name behind a dash, as the last line: "-Kim". A dash and a blank would be a list. */
export function isDashedName(line: string): boolean {
  return /^\s{0,4}[-–—]{1,6}\p{L}[\p{L}.'’-]{0,30}(?: \p{L}[\p{L}.'’-]{0,30}){0,2}\s*$/u.test(
    line.slice(0, 200),
  )
}

/** One form a line: our reference, list rules, disclaimers in several languages. */
const footers = [
  /ref T-\d{1,12}(?:-[a-z0-9]{2,40})?\b/,
  /(?:to )?unsubscribe (?:from|:|send)/,
  /you (?:are receiving|received) this (?:e?-?mail|message|notification) because/,
  /this (?:e-?mail|message|communication)(?: message)?(?:,? (?:and|including) (?:any|all|its) (?:files|attachments?)[^.]{0,80})? (?:is|are|may be|may contain|contains?) (?:strictly |intended |privileged |confidential|only )/,
  /(?:confidentiality notice|disclaimer|legal notice)\s*:?\s*$/,
  /confidentiality notice:/,
  /diese e-?mail (?:enthält|kann|ist)/,
  /ce (?:message|courriel)(?: et ses? pi[eè]ces jointes)? (?:est|peut|contient|sont)/,
  /este (?:mensaje|correo|e-?mail)[^.]{0,80}(?:confidencial|privilegiad)/,
  /questo messaggio[^.]{0,80}(?:riservat|confidenzial)/,
]
const footer = new RegExp(`^(?:${footers.map((form) => form.source).join('|')})`, 'i')

/** The beginning of a footer that no person typed. */
export function isFooterStart(line: string): boolean {
  return footer.test(bare(line)) || /^_{30,}\s*$/.test(line.slice(0, 200))
}
