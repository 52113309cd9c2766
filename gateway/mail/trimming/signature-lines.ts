import { bare } from './quote-lines.ts'
import { devices, excuses, sentEnds, sentStarts } from './sign-off-words.ts'

/** The signature delimiter of RFC 3676 section 4.3, and the rules that people draw by hand. */
export function isSignatureDelimiter(line: string): boolean {
  return /^\s{0,3}(?:--|__|___|—|––|ᐧ)\s*$|^-{2,3} $/.test(line)
}

const pgpHead = '-----BEGIN PGP SIGNED MESSAGE-----'
const pgpStart = '-----BEGIN PGP SIGNATURE-----'
const pgpEnd = '-----END PGP SIGNATURE-----'
/** A signature of RSA with 8192 bits, and its fields, has fewer lines. */
const longestPgp = 100

/** The lines that PGP writes round a signed text (RFC 9580 section 7) up to, not including, line `end`. */
export function pgpLinesAt(
  lines: string[],
  at: number,
): { kind: 'footer' | 'signature'; end: number } | null {
  const line = lines[at]!
  if (!line.startsWith('-----BEGIN PGP SIG')) return null
  if (line.trimEnd() === pgpHead) {
    let end = at + 1
    while (end < lines.length && /^Hash: /.test(lines[end]!)) end++
    return { kind: 'footer', end }
  }
  if (line.trimEnd() !== pgpStart) return null
  const last = lines.slice(at, at + longestPgp).findIndex((below) => below.trimEnd() === pgpEnd)
  return last < 0 ? null : { kind: 'signature', end: at + last + 1 }
}

const longestSignOff = 160
/** By their first letters, so that most lines are done with at once. */
const startsByLetters = new Map<string, string[]>()
for (const start of sentStarts) {
  const letters = lettersOf(start)
  startsByLetters.set(letters, [...(startsByLetters.get(letters) ?? []), start])
}
const lastLetters = new Set(sentEnds.map((end) => end.at(-1)!))
const finiteVerb =
  /(?<![\p{L}'’])(?:is|was|are|were|has|have|had|does|will|cannot|can['’]t|ist|war|sind|est|sont)(?![\p{L}])/u
const oneClause = /[,;.!?]\s+\p{L}/u

/** Two letters, of Chinese and Japanese one: some of their beginnings have no more. */
function lettersOf(text: string): string {
  return text.slice(0, text.charCodeAt(0) > 0x2e80 ? 1 : 2)
}

/** "Sent from my phone", in a line of its own; a sentence that begins like it is the author's. */
export function isSentFrom(line: string): boolean {
  if (line.length > longestSignOff * 2 || line.length < 4 || !mayBeSentFrom(line)) return false
  const text = tidy(line)
  if (text.length > longestSignOff || text.length < 4) return false
  const begins = startsByLetters.get(lettersOf(text))?.some((start) => text.startsWith(start))
  if (!begins && !endsAsSent(text)) return false
  return devices.test(text) && isNoSentence(text)
}

/** A letter first decides by itself; what stands before one in brackets or behind a dash is looked at below. */
function mayBeSentFrom(line: string): boolean {
  const first = line.charCodeAt(0) | 0x20
  if (first < 97 || first > 122) return true
  if (startsByLetters.has(line.slice(0, 2).toLowerCase())) return true
  return lastLetters.has(line.trimEnd().at(-1)!)
}

/**
 * "Sent from my TI-85", as the last words of a mail: a few words that name something, whatever it is. RFC 3676 has no
 * mark for it, and most of what stands there is a new telephone.
 */
export function isSentFromSomething(line: string): boolean {
  if (!/sent/i.test(line.slice(0, 40))) return false
  const text = tidy(line)
  if (!/^(?:sent from my|sent from mobile|sent via my) ?/.test(text)) return false
  return isNoSentence(text) && text.split(oneClause)[0]!.split(' ').length <= 7
}

/** "Please excuse my brevity.", and "Kim, via mobile", under such a line or as the last words. */
export function isExcuse(line: string): boolean {
  const text = bare(line)
  if (text.length > 90) return false
  return /^(?:please |kindly |bitte )?(?:excuse|pardon|forgive|entschuldigen|veuillez excuser|disculpen?) .{0,40}(?:typos?|brevity|brief|errors?|mistakes?|spelling|tippfehler|kürze|fautes?|brièveté|brevedad)/i.test(
    text,
  )
}

/** A name with "via mobile" behind or below it. */
export function isViaMobile(line: string): boolean {
  if (line.length > 100 || !/mobile|phone|cell/.test(line)) return false
  return /^(?:\p{Lu}[\p{L}.'’-]{0,20} ){0,2}(?:via|from) (?:my )?(?:mobile|phone|iphone|cell)\.?$/u.test(
    line.trim(),
  )
}

/** After the first clause only an excuse or an address may come: "Sent from my desk, which is easier" is a sentence. */
function isNoSentence(text: string): boolean {
  const plain = text.replace(/[<(]?https?:\S{0,200}/g, '').replace(/\(https?:[^)]{0,200}\)/g, '')
  const cut = plain.search(oneClause)
  if (finiteVerb.test(cut < 0 ? plain : plain.slice(0, cut))) return false
  if (cut < 0) return plain.split(' ').length <= 14
  const rest = plain.slice(cut + 1)
  return excuses.test(rest) || isProduct(rest)
}

/** "..., Samsung Galaxy smartphone", "..., the best free email app for work", "..., Organize, Conquer". */
function isProduct(rest: string): boolean {
  return (
    (/^\s*(?:the|an?|your)? ?[\p{L}\d&. -]{1,60}(?:phone|app|device|mail|work|galaxy)\b/u.test(
      rest,
    ) &&
      !finiteVerb.test(rest) &&
      !/\b(?:and|but|so|it|not)\b/.test(rest)) ||
    /^ organi[sz]e, conquer/.test(rest)
  )
}

function endsAsSent(text: string): boolean {
  return text.length <= 70 && sentEnds.some((end) => text.endsWith(end)) && startsWithDevice(text)
}

/** "iPhoneから送信": nobody is said to have sent it, so the device is first. */
function startsWithDevice(text: string): boolean {
  const [first = '', second = ''] = text.split(/\s/, 2)
  return devices.test(first) || devices.test(`${first} ${second}`)
}

function tidy(line: string): string {
  return bare(line)
    .toLowerCase()
    .replace(/^[-–—<«[(\s]+/, '')
    .replace(/[[\]]/g, '')
}

/** A name behind a dash, as the last line: "-Kim". */
export function isDashedName(line: string): boolean {
  if (/^[A-Za-z]/.test(line)) return false
  return /^\s{0,4}[-–—~]{1,6}\s?\p{L}[\p{L}.'’-]{0,30}(?: \p{L}[\p{L}.'’-]{0,30}){0,2}\s*$/u.test(
    line.slice(0, 200),
  )
}

/** The same with a blank behind the dash, which may be a list as well: only below an empty line, and alone. */
export function isListed(line: string): boolean {
  return /^\s{0,4}[-–—~*•]\s/.test(line)
}
