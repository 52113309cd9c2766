import type { Failure } from './bounce-dsn.ts'

const mostLines = 3000
const mostFailures = 200
const address =
  /[^\s<>"'(),:;[\]\\@|，。：；、（）“”]{1,200}@[a-z0-9\u0080-\uffff](?:[a-z0-9._\u0080-\uffff-]{0,250})[a-z0-9\u0080-\uffff]/giu

/** A line that begins the copy of the original mail. */
const copyTitle =
  /^[\s>*|-]*(?:-{2,}|_{2,}|={2,})?\s*(?:below this line is a copy|this is a copy of (?:the|your) (?:message|email|headers)|(?:the )?(?:original|returned|unsent|unsuccessful|following) (?:message|mail|headers?)(?: text| header| body| follows?| below| headers?| begins?)?(?: follows?)?\s*[:\-.]*\s*-*$|(?:message|mail) headers? (?:follows?|below)|headers? of (?:the )?(?:original|returned|message)|(?:start|begin) of (?:returned|original|message)|copy of (?:the )?(?:original|message)|message text follows|(?:-+ )?(?:your )?original message|(?:here is|attached is) (?:a copy|your message)|unsent message follows|forwarded message follows|received header|returned mail follows|the body of the message|===== ?headers)/i
/** A line after which the failed addresses stand. */
const listTitle =
  /did not reach the following|(?:following|these) (?:recipient|address|e-?mail)|permanent (?:fatal|delivery) errors|failed addresses follow|could not be delivered to|unable to deliver (?:your )?(?:message|mail) to|(?:undelivered|failed) to:?$/i
const headerLike =
  /^(?:received|return-path|message-id|mime-version|date|from|to|subject|x-[a-z-]+|dkim-signature|content-type|reply-to|sender):/i

/**
 * Finds failed recipients in the words of a home-made report: `<kim@example.com>:` and what follows, an address on a
 * line of its own, an address in a sentence that says it failed. The copy of the original is left out.
 */
export function readBounceText(text: string, ignored: Set<string>): Failure[] {
  const all = reportLines(text)
  const title = all.findIndex((line) => listTitle.test(line))
  const wanted = (found: string): boolean =>
    !ignored.has(found.toLowerCase()) &&
    !/^[|/]/.test(found) &&
    !/^(?:postmaster|mailer-daemon|abuse|support)@/i.test(found)
  for (const lines of title < 0 ? [all] : [all.slice(title), all]) {
    for (const [find, most] of finders) {
      const failures = find(lines).filter((failure) => wanted(failure.address))
      if (failures.length > 0) return dedupe(failures).slice(0, most)
    }
  }
  return []
}

/** What is less sure finds one. */
const finders: [find: (lines: string[]) => Failure[], most: number][] = [
  [findRefusedLists, mostFailures],
  [findHeadings, mostFailures],
  [findLoneAddresses, mostFailures],
  [findAddressed, 1],
  [findSentences, mostFailures],
  [findAny, 1],
]

/** The words of the report without the copy of the original mail. */
export function reportLines(text: string): string[] {
  const lines = text.split('\n', mostLines).map((line) => line.slice(0, 998).replace(/\r$/, ''))
  const title = lines.findIndex((line) => listTitle.test(line))
  const end = lines.findIndex(
    (line, n) => n > Math.max(0, title) && (copyTitle.test(line) || beginsCopy(lines, n)),
  )
  return end > 0 ? lines.slice(0, end) : lines
}

/** What the report says in a thousand characters, without what programs say in every report. */
export function summaryOf(text: string): string {
  const words = reportLines(text).join(' ').replace(/\s+/g, ' ')
  return words.replace(boilerplate, '').trim().slice(0, 1000)
}

const boilerplate =
  /This message was created automatically[^.]{0,80}\.|A message that you (?:have )?sent (?:could not|has not yet)[^.]{0,80}\.|This is a permanent error[^.]{0,20}\.|The following address\(es\) failed:/g

function beginsCopy(lines: string[], at: number): boolean {
  if (!headerLike.test(lines[at]!.replace(/^[>\s]{0,4}/, ''))) return false
  const next = lines.slice(at + 1, at + 8)
  return next.filter((line) => headerLike.test(line.replace(/^[>\s]{0,4}/, ''))).length >= 2
}

/** The list that a list server has kept a mail from. */
function findRefusedLists(lines: string[]): Failure[] {
  return collect(lines, (n) => /(?:mailing list|message-id in) <[^<>\s]+@/i.test(lines[n]!))
}

/** `<kim@example.com>: reason` (Postfix, qmail), `kim@example.com... reason` (Sendmail), `550 5.1.1 <kim@...>... reason`. */
function findHeadings(lines: string[]): Failure[] {
  const failures: Failure[] = []
  lines.forEach((line, n) => {
    const match =
      /^[\s>*-]{0,8}(?:\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?)?(?:failed recipient:?\s*|recipient:?\s*|to:?\s*)?<?([^\s<>:;,"()[\]，。：；、（）“”]{1,200}@[^\s<>:;,"()[\]，。：；、（）“”]{2,200}?)>?\s?(?:\([^()]{0,200}\))?\s?(?:\.\.\.|:|;|=>|\.{3})(?:\s|$)/i.exec(
        line,
      )
    if (match) failures.push(failureAt(lines, n, match[1]!))
  })
  return failures
}

const loneAddress =
  /^[\s>*•-]{0,40}(?:(?:failed|recipient|user|address|rcpt to|smtp|e-?mail|final-recipient|intended recipient|full address|recipients? affected|delivery to|mailbox|recipient address)(?:\s{0,5}[:;]\s{0,20}|\s{1,5}))?(?:<?mailto:)?<?("[^"]{1,100}"@[^\s<>:;,"()[\]，。：；、（）“”]{2,200}?|[^\s<>:;,"()[\]，。：；、（）“”]{1,200}@[^\s<>:;,"()[\]，。：；、（）“”]{2,200}?)>{0,2}[\s.,;)]{0,40}(?:\(.{0,200}\)|on \w.{0,80}|-.{0,200}|\[.{0,200}|\.\.\. ?.{0,200})?$/i

/** An address alone on its line, as Exim and Exchange write it. */
function findLoneAddresses(lines: string[]): Failure[] {
  const failures: Failure[] = []
  lines.forEach((line, n) => {
    const match = loneAddress.exec(line)
    if (match) failures.push(failureAt(lines, n, match[1]!))
  })
  return failures
}

const failureWords =
  /fail|unable|not (?:be )?(?:deliver|sent|found|exist|reach)|undeliver|unknown|reject|refus|return|bounce|could ?n(?:o|')t|does ?n(?:o|')t|invalid|no such|error|rcpt|quota|full|denied|disabled|inactive|no longer|blocked|expired|problem|5\d\d[ -]|4\d\d[ -]|unavailable|not accept|delayed|permanent/i

/** "The address to which your message was addressed, kim@example.com, ...": other addresses in such a text are advice. */
function findAddressed(lines: string[]): Failure[] {
  const speaks = /\b(?:was|is|were) addressed\b|\baddressed to\b/i
  return collect(lines, (n) => speaks.test(lines[n]!) || speaks.test(lines[n - 1] ?? ''))
}

/** An address in a line that speaks of failure. */
function findSentences(lines: string[]): Failure[] {
  return collect(
    lines,
    (n) => failureWords.test(lines[n]!) || failureWords.test(lines[n - 1] ?? ''),
  )
}

function findAny(lines: string[]): Failure[] {
  return collect(lines, () => true)
}

function collect(lines: string[], accept: (n: number) => boolean): Failure[] {
  const failures: Failure[] = []
  lines.forEach((line, n) => {
    if (!line.includes('@') || !accept(n)) return
    for (const match of line.replace(/mail from:?\s{0,3}<[^<>]{0,320}>/gi, '').match(address) ?? [])
      failures.push(failureAt(lines, n, match))
  })
  return failures
}

/** A line that is a server's answer: RFC 5321 section 4.2. */
const isReply = /^[45]\d\d[ -]/
/** The line says why, so that nothing below an empty line belongs to it. */
const hasReply = /[:>] [45]\d\d[ -]\S/

/** The reason is the line itself and the lines after it up to an empty one; where that is nothing, the whole report. */
function failureAt(lines: string[], n: number, found: string): Failure {
  const own = lines[n]!.trim()
  const after: string[] = []
  for (const line of lines.slice(n + 1, n + 12)) {
    if (line.trim() === '' && (after.length > 0 || hasReply.test(own))) break
    if (isReply.test(own) && isReply.test(line)) break
    if (line.trim() !== '') after.push(line.trim())
  }
  const words = [own, ...after].join(' ').replace(/\s+/g, ' ').slice(0, 1000)
  return {
    address: found.replace(/^[<']+|[>'.,;:]+$/g, ''),
    action: 'failed',
    status: null,
    reason: /\(reason: ([^)].{2,900})\)/.exec(words)?.[1] ?? words, // as Sendmail quotes the remote server
  }
}

/** AOL names those of its own domain by the part before the @ alone, one a line. */
export function readLocalNames(text: string, domain: string): Failure[] {
  const lines = reportLines(text)
  const title = lines.findIndex((line) => /following recipients?\b.{0,200}:\s*$/i.test(line))
  if (title < 0 || domain === '') return []
  const names = lines.slice(title + 1, title + 100).map((line) => line.trim())
  const end = names.findIndex((name) => name !== '' && !/^[a-z0-9._-]{2,64}$/i.test(name))
  return names
    .slice(0, end < 0 ? undefined : end)
    .filter((name) => name !== '')
    .map((name) => ({
      address: `${name}@${domain}`,
      action: 'failed',
      status: null,
      reason: lines[title]!.trim(),
    }))
}

function dedupe(failures: Failure[]): Failure[] {
  const seen = new Set<string>()
  return failures.filter((failure) => {
    const key = failure.address.toLowerCase()
    return seen.has(key) ? false : seen.add(key)
  })
}
