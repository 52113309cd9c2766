import { bare } from './quote-heads.ts'
import { sentFrom } from './quote-locales.ts'

/** The signature delimiter of RFC 3676 section 4.3, and the rules that people draw by hand. */
export function isSignatureDelimiter(line: string): boolean {
  return /^\s{0,3}(?:--|__|—|––)\s*$|^-{2,3} $/.test(line)
}

/** "Sent from my phone", in a line of its own. */
export function isSentFrom(line: string): boolean {
  const text = bare(line)
    .toLowerCase()
    .replace(/^[-–—<[(\s]+/, '')
  return text.length < 160 && sentFrom.some((start) => text.startsWith(start))
}

const footers = [
  /^ref T-\d{1,12}(?:-[a-z0-9]{2,40})?\b/i,
  /^(?:to )?unsubscribe (?:from|:|send)/i,
  /^you (?:are receiving|received) this (?:e?-?mail|message|notification) because/i,
  /^this (?:e-?mail|message|communication)(?: message)?(?:,? (?:and|including) (?:any|all|its) (?:files|attachments?)[^.]{0,80})? (?:is|are|may be|may contain|contains?) (?:strictly |intended |privileged |confidential|only )/i,
  /^(?:confidentiality notice|disclaimer|legal notice)\b/i,
  /^diese e-?mail (?:enthält|kann|ist)/i,
  /^ce (?:message|courriel)(?: et ses? pi[eè]ces jointes)? (?:est|peut|contient|sont)/i,
  /^este (?:mensaje|correo|e-?mail)[^.]{0,80}(?:confidencial|privilegiad)/i,
  /^questo messaggio[^.]{0,80}(?:riservat|confidenzial)/i,
  /^_{20,}$/,
]

/** The beginning of a footer that no person typed: list rules, disclaimers, our own reference. */
export function isFooterStart(line: string): boolean {
  const text = bare(line)
  return (
    (text.length > 3 && footers.some((footer) => footer.test(text))) ||
    /^_{30,}\s*$/.test(line.slice(0, 200))
  )
}
