import { isForwardSubject } from '../header/base-subject.ts'
import { readHead } from '../header/head.ts'
import {
  bodyOffset,
  type HeaderLine,
  headerText,
  headerValue,
  readHeaderLines,
} from '../header/headers.ts'
import { readBody } from '../parts/body.ts'
import { readPartsLeniently } from '../parts/lenient-parts.ts'
import { leavesOf, type MimePart } from '../parts/mime-part.ts'
import type { Forwarded, Part } from '../reading.ts'
import { type CopiedMail, readCopied } from './copied-fields.ts'
import { quoteHeadAt } from './quote-heads.ts'
import { isQuoted, type QuoteHead } from './quote-lines.ts'
import { forwardTitles } from './quote-locales.ts'
import { dashedTitle } from './quote-titles.ts'

const mostLines = 20_000

/**
 * Finds the mail that this one carries inside: attached whole (RFC 2046 section 5.2.1), or copied under its own header
 * fields; where the cut was not `sure` it may stand in the new part. Outlook copies them above a reply as well: then `declared` is false and the writer stays the author.
 */
export function readForwarded(
  root: MimePart,
  { parts, sure }: { parts: Part[]; sure: boolean },
  subject: string | null,
): Forwarded | null {
  const text = parts.map((part) => part.text).join('\n')
  const copied = !sure || parts.some((part) => part.kind === 'quote' || part.kind === 'forwarded')
  return (copied ? readInline(root.headers, text, subject) : null) ?? readAttached(root, text)
}

function readAttached(root: MimePart, text: string): Forwarded | null {
  const attached = leavesOf(root).filter((part) => part.type === 'message/rfc822')
  if (attached.length !== 1 || root.type === 'multipart/report' || root === attached[0]) return null
  const source = attached[0]!.content
  const section = bodyOffset(source)
  const head = readHead(readHeaderLines(source.subarray(section.header, section.body)))
  if (head.from.length === 0) return null
  const { date, subject } = head
  const body = source.length < 1024 * 1024 ? readBody(readPartsLeniently(source).root).text : ''
  const declared = isMeantForward(root.headers, text)
  return {
    from: head.from[0]!,
    date,
    subject,
    before: text.trim(),
    body,
    via: 'attachment',
    declared,
  }
}

/** A reply with a mail beside other files is its writer's; a new mail that is hardly more than an attached one is a forward. */
function isMeantForward(headers: HeaderLine[], text: string): boolean {
  if (isForwardSubject(headerText(headers, 'subject'))) return true
  return headerValue(headers, 'in-reply-to') === '' && text.trim().length < shortNote
}

/** So many characters are a note on what was attached ("please see below"), and its sender no author. */
const shortNote = 200

function readInline(headers: HeaderLine[], text: string, subject: string | null): Forwarded | null {
  const lines = text.split('\n', mostLines)
  const found = findCopy(lines, zoneOf(headers))
  if (!found) return null
  const { head, copied } = found
  const { from, date } = copied
  return {
    from,
    date,
    subject: copied.subject,
    before: lines.slice(0, head.start).join('\n').trim(),
    body: withoutEnd(unquoted(lines.slice(copied.body)))
      .join('\n')
      .trim(),
    via: 'inline',
    declared: head.kind === 'forwarded' || isForwardSubject(subject),
  }
}

/** The zone of the one who forwards, in minutes: programs write the copied date in it. RFC 5322 section 3.3. */
function zoneOf(headers: HeaderLine[]): number {
  const zone = /([+-])(\d{2})(\d{2})\b/.exec(headerValue(headers, 'date').slice(0, 100))
  if (!zone) return 0
  const minutes = Number(zone[2]) * 60 + Number(zone[3])
  return zone[1] === '-' ? -minutes : minutes
}

/** The first head that copies the author. */
function findCopy(
  lines: string[],
  minutes: number,
): { head: QuoteHead; copied: CopiedMail } | null {
  for (let at = 0; at < lines.length; at++) {
    const head = quoteHeadAt(lines, at)
    if (!head) continue
    const copied = readCopied(lines, head, minutes)
    if (copied) return { head, copied }
    at = head.end - 1
  }
  return null
}

/** Apple Mail marks forwarded text as a quote. */
function unquoted(lines: string[]): string[] {
  const marked = lines.filter(isQuoted).length
  return marked * 2 > lines.length ? lines.map((line) => line.replace(/^> ?/, '')) : lines
}

/** Zoho closes the copied fields with the title again; mutt, Horde and Yandex say where the mail ends. */
function withoutEnd(lines: string[]): string[] {
  const kept = [...lines]
  const first = kept.findIndex((line) => line.trim() !== '')
  if (first >= 0 && isForwardTitle(kept[first]!)) kept.splice(0, first + 1)
  const last = kept.findLastIndex((line) => line.trim() !== '')
  if (last > 0 && isForwardTitle(kept[last]!)) kept.splice(last)
  return kept
}

function isForwardTitle(line: string): boolean {
  const title = dashedTitle(line)
  if (title === null) return false
  return forwardTitles.some((words) => title.includes(words)) || /^завершение перес/.test(title)
}
