import { readBody } from './body.ts'
import { readDate } from './dates.ts'
import { readHead } from './head.ts'
import { bodyOffset, readHeaderLines } from './headers.ts'
import { readPartsLeniently } from './lenient-parts.ts'
import { readMailboxes } from './mailboxes.ts'
import { leavesOf, type MimePart } from './mime-part.ts'
import { labelKind } from './quote-blocks.ts'
import { quoteHeadAt } from './quote-heads.ts'
import { bare, type QuoteHead } from './quote-lines.ts'
import type { Forwarded, Part } from './reading.ts'

const prefixes =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|wg|weitergeleitet|tr|transf|rv|reenv(?:iado)?|i|inoltro|enc|encaminhada|res-fw|doorst|vs|vb|vl|vidarebefordr|videresend|fs|pd|pdl|przekaz|přep|prep|пересл|пересылка|iletilen|ilt|i̇lt|προωθ|转发|轉寄|转寄|転送|전달|הועבר|fwd: ?re)\s*[:：]/i
const mostLines = 20_000

/** Does the subject begin as a forwarded mail's does, in any language? PRODUCT section 3, step 8. */
export function isForwardSubject(subject: string | null): boolean {
  return prefixes.test((subject ?? '').slice(0, 200))
}

/**
 * Finds the mail that this one carries inside: attached whole (RFC 2046 section 5.2.1), or copied under its own header
 * fields. Outlook copies them above a reply as well: then `declared` is false and the writer stays the author.
 */
export function readForwarded(
  root: MimePart,
  parts: Part[],
  subject: string | null,
): Forwarded | null {
  const text = parts.map((part) => part.text).join('\n')
  const copied = parts.some((part) => part.kind === 'quote' || part.kind === 'forwarded')
  return (copied ? readInline(text, subject) : null) ?? readAttached(root, text)
}

function readAttached(root: MimePart, text: string): Forwarded | null {
  const attached = leavesOf(root).filter((part) => part.type === 'message/rfc822')
  if (attached.length !== 1 || root.type === 'multipart/report' || root === attached[0]) return null
  const source = attached[0]!.content
  const section = bodyOffset(source)
  const head = readHead(readHeaderLines(source.subarray(section.header, section.body)))
  if (head.from.length === 0) return null
  const body = source.length < 1024 * 1024 ? readBody(readPartsLeniently(source).root).text : ''
  const { date } = head
  return {
    from: head.from[0]!,
    date,
    subject: head.subject,
    before: text.trim(),
    body,
    via: 'attachment',
    declared: true,
  }
}

function readInline(text: string, subject: string | null): Forwarded | null {
  const lines = text.split('\n', mostLines)
  const head = findCopy(lines)
  if (!head) return null
  const fields = copiedFields(lines.slice(head.start, head.end))
  return {
    from: readMailboxes(fields.get('from') ?? '')[0] ?? null,
    date: dateOf(fields.get('date') ?? ''),
    subject: fields.get('subject') ?? null,
    before: lines.slice(0, head.start).join('\n').trim(),
    body: unquoted(lines.slice(head.end)).join('\n').trim(),
    via: 'inline',
    declared: head.kind === 'forwarded' || isForwardSubject(subject),
  }
}

/** The first head that copies header fields. */
function findCopy(lines: string[]): QuoteHead | null {
  for (let at = 0; at < lines.length; at++) {
    const head = quoteHeadAt(lines, at)
    if (!head) continue
    const copied = lines.slice(head.start, head.end).some((line) => labelKind(line) === 'from')
    if (copied) return head
    at = head.end - 1
  }
  return null
}

/** The copied fields by kind; a line without a label goes on the field above. */
function copiedFields(lines: string[]): Map<string, string> {
  const fields = new Map<string, string>()
  let last: string | null = null
  for (const line of lines) {
    const kind = labelKind(line)
    const plain = bare(line).replace(/\*/g, '')
    if (kind && !fields.has(kind)) fields.set(kind, plain.slice(plain.search(/[:：]/) + 1).trim())
    else if (!kind && last && plain !== '') fields.set(last, `${fields.get(last)} ${plain}`)
    last = kind ?? last
  }
  return fields
}

function dateOf(field: string): string | null {
  const plain = field.replace(/[\u200e\u200f]/g, '').replace(/ (?:at|um|à|a las) /, ' ')
  return readDate(plain)
}

/** Apple Mail marks forwarded text as a quote. */
function unquoted(lines: string[]): string[] {
  const marked = lines.filter((line) => line.startsWith('>')).length
  return marked * 2 > lines.length ? lines.map((line) => line.replace(/^> ?/, '')) : lines
}
