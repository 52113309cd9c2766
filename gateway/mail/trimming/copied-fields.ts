import { readMailboxes } from '../header/mailboxes.ts'
import type { Mailbox } from '../reading.ts'
import { wroteAt } from './attributions.ts'
import { readCopiedDate } from './copied-dates.ts'
import { fieldValue, labelKind, looseLabel } from './quote-blocks.ts'
import { bare, nextFull, type QuoteHead } from './quote-lines.ts'
import { dashedTitle } from './quote-titles.ts'

/** What a program has copied of the header of a mail, and the line at which its body begins. */
export type CopiedMail = {
  from: Mailbox | null
  date: string | null
  subject: string | null
  body: number
}

const mailbox =
  /(?:"[^"<>]{1,100}"|[^<>"():;,[\]]{0,100}?)\s?[<([]{1,2}\s?(?:mailto:)?[^\s<>()[\]]{1,200}@[^\s<>()[\]]{1,200}\s?[>)\]]{1,2}/

/**
 * Reads what stands below the head of a copied mail: fields with labels in any language of the table, or one line that
 * names author and date (Yandex). Null where nothing names the author. `minutes` as in `readCopiedDate`.
 */
export function readCopied(lines: string[], head: QuoteHead, minutes: number): CopiedMail | null {
  const fields = copiedFields(lines, head)
  const field = fields.get('from')
  if (field === undefined) return head.kind === 'forwarded' ? readWrote(lines, head, minutes) : null
  return {
    from: readAuthor(field),
    date: readCopiedDate(fields.get('date') ?? '', minutes),
    subject: fields.get('subject') ?? null,
    body: bodyStart(lines, head, fields.size),
  }
}

/** "Nora [mailto:nora@example.test]" and "Nora < nora@example.test >" are no addresses of RFC 5322 section 3.4. */
function readAuthor(field: string): Mailbox | null {
  const tidy = field
    .replace(/\[mailto:([^\]\s]{1,200})\]/i, '<$1>')
    .replace(/<mailto:([^>\s]{1,200})>/gi, '')
    .replace(/<\s{0,3}([^<>\s]{1,200})\s{0,3}>/, '<$1>')
  return readMailboxes(tidy.trim())[0] ?? null
}

const mostFields = 20

/** The copied fields by kind; a line without a label goes on the field above. */
function copiedFields(lines: string[], head: QuoteHead): Map<string, string> {
  const fields = new Map<string, string>()
  let last: string | null = null
  for (const line of fieldLines(lines, head)) {
    const kind = labelKind(line) ?? (head.form === 'title' ? looseLabel(line) : null)
    if (kind && !fields.has(kind)) fields.set(kind, fieldValue(line))
    else if (!kind && last && bare(line) !== '' && dashedTitle(line) === null)
      fields.set(last, `${fields.get(last)} ${bare(line).replace(/\*/g, '')}`)
    last = kind ?? last
  }
  return fields
}

/** The lines of the head, and below a title those of fields without a colon, as eM Client writes them. */
function fieldLines(lines: string[], head: QuoteHead): string[] {
  const inside = lines.slice(head.start, head.end)
  if (head.form !== 'title' || inside.length > 1) return inside
  const first = nextFull(lines, head.end, 3)
  if (first < 0) return inside
  const below = lines.slice(first, first + mostFields)
  const end = below.findIndex((line) => looseLabel(line) === null && labelKind(line) === null)
  return below.slice(0, end < 0 ? below.length : end)
}

function bodyStart(lines: string[], head: QuoteHead, fields: number): number {
  if (head.form !== 'title' || head.end > head.start + 1) return head.end
  const first = nextFull(lines, head.end, 3)
  return first < 0 ? head.end : Math.min(lines.length, first + fields)
}

/** The attribution below a title, or the title itself: "Forwarded message from Nora <nora@example.test>". */
function readWrote(lines: string[], head: QuoteHead, minutes: number): CopiedMail | null {
  const first = nextFull(lines, head.end, 3)
  const wrote = first < 0 ? null : wroteAt(lines, first)
  const text = wrote
    ? lines.slice(wrote.start, wrote.end).map(bare).join(' ')
    : bare(lines[head.start]!)
  const found = mailbox.exec(text.replace(/^.{0,40}\d{1,2}[:.]\d{2}(?:,|\s)/, ''))
  const from = readMailboxes((found?.[0] ?? '').replace(/^[\s,]+|^.{0,60} from /, ''))[0]
  if (!from) return null
  const date = readCopiedDate(text, minutes)
  return { from, date, subject: null, body: wrote ? wrote.end : head.end }
}
