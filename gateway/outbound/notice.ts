import { attachmentsOf } from '../chatter/messages/attachments.ts'
import { type Ancestor, ancestorsOf, findMessage } from '../chatter/messages/thread-entries.ts'
import { findPerson } from '../chatter/people/people.ts'
import { shownChange, stageLabel } from '../chatter/records/field-values.ts'
import { findByThread, type OpenRecord, referenceOf } from '../chatter/records/records.ts'
import { html, SafeHtml } from '../lib/html.ts'
import type { SigningKeys } from '../mail/addresses.ts'
import { signedReference } from '../mail/reference-line.ts'
import { aboveOwnMarker } from '../mail/trimming/own-marker.ts'
import { readJson } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import type { AttachmentRow, Change, MessageRow } from '../store/tables/threads.ts'
import { type NoticeTemplate, templateOf } from './notice-template.ts'
import { clear, slot } from './slots.ts'
import { causeText, fill, type Words, wordsIn } from './words.ts'

/** All that a notification tells of a message, before it is addressed to anybody. */
export type Notice = {
  message: Omit<MessageRow, 'body' | 'new_text' | 'html' | 'parts'>
  /** What it says, cut where it is too long. */
  words: { text: string; isCut: boolean }
  /** Credited to the system: an import, a rule, Postern's own doing. */
  isSystem: boolean
  open: OpenRecord
  files: AttachmentRow[]
  /** Earlier entries of the thread, newest first. */
  ancestors: Ancestor[]
  /** The first alias of the record's type: the address that people know. */
  teamAddress: string | null
  template: NoticeTemplate | null
}

/** Readers for whom the same text can be used. */
export type ReaderKind = {
  inside: boolean
  language: string
  timeZone: string
  /** Where the words name their reader. */
  name?: string
}

const PREVIEW_LENGTH = 90

/** Bytes of a message's words in a notification. Mail programs clip bodies over 100 kB, and there the words stand twice, encoded. */
const MOST_WORDS = 20_000
const MOST_OF_A_VALUE = 500

export async function readNotice(reader: Reader, id: number): Promise<Notice | null> {
  const row = await findMessage(reader, id)
  const open = row && (await findByThread(reader, row.thread_id))
  if (!row || !open) return null

  const [files, ancestors, alias] = [
    await attachmentsOf(reader, [row.id]),
    await ancestorsOf(reader, row.thread_id, row.id),
    await reader.one<{ address: string }>(
      'select address from aliases where record_type_id = $1 and record_id is null order by id limit 1',
      [open.type.id],
    ),
  ]
  // many notices are kept for a while: the whole text of a mail has no place among them
  const { body: _body, new_text: _new, html: _html, parts: _parts, ...message } = row
  const shown = aboveOwnMarker(shownWords(row))
  const words = atMost(MOST_WORDS, clear(shown.text))
  return {
    message,
    words: { ...words, isCut: words.isCut || shown.isCut },
    // asked for changes only: a plain message costs no statement for it
    isSystem: row.cause !== null && (await findPerson(reader, row.author_id))?.kind === 'system',
    open,
    files,
    ancestors,
    teamAddress: alias?.address ?? null,
    template: await templateOf(reader, row),
  }
}

/** The values that the message template takes. What differs for each reader is a slot. */
export function noticeValues(
  notice: Notice,
  reader: ReaderKind,
  { baseUrl, keys }: { baseUrl: string; keys: SigningKeys },
): Record<string, unknown> {
  const { message, open } = notice
  const words = wordsIn(reader.language)
  const record = referenceOf(open)
  return {
    language: reader.language,
    direction: RIGHT_TO_LEFT.includes(reader.language.slice(0, 2)) ? 'rtl' : 'ltr',
    subject: open.thread.subject,
    preview:
      `${clear(message.author_name)}: ${notice.words.text.slice(0, 4 * PREVIEW_LENGTH).replace(/\s+/g, ' ')}`.slice(
        0,
        PREVIEW_LENGTH,
      ),
    marker: reader.inside ? words.marker : '',
    recordName: clear(open.record.name),
    recordLine: fill(words.recordLine, {
      reference: `${open.type.label} ${record}`,
      stage: stageLabel(open.type, open.record.stage),
    }),
    recordUrl: reader.inside ? `${baseUrl}/records/${record}` : '',
    authorName: clear(message.author_name),
    when: [whenIn(message.created_at, reader), ...causeOf(notice, words)].join(', '),
    filesTitle: words.filesTitle,
    buttonLabel: fill(words.openRecord, { record }),
    leaveLabel: words.leave,
    reference: fill(words.reference, { reference: signedReference(record, keys) }),
    reasonSentence: slot('reason'),
    leaveUrl: slot('leave'),
    // a line of its own, or nothing
    offerLine: slot('offer'),
    ...barValues(message, words, record),
    ...contentValues(notice, reader, words),
  }
}

const RIGHT_TO_LEFT = ['ar', 'he', 'fa', 'ur']

/** The bar that says who will see an answer, in words, colour and sign. */
function barValues(
  { kind }: Notice['message'],
  words: Words,
  record: string,
): Record<string, string> {
  if (kind === 'note')
    return {
      kind,
      barSentence: words.barNote,
      barSign: '🔒',
      barBackground: '#fdf3c7',
      barColor: '#5c4a00',
    }
  const barSentence = kind === 'message' ? fill(words.barMessage, { record }) : ''
  return { kind, barSentence, barSign: '✉', barBackground: '#e6f1fb', barColor: '#0b3d66' }
}

/** By which door a change came; nothing for what people write. */
function causeOf({ message, isSystem }: Notice, words: Words): string[] {
  if (!message.cause) return []
  const credited = isSystem ? message.author_name : null
  return [clear(causeText(readJson(message.cause), words, credited))]
}

function contentValues(
  { message, words: { text, isCut }, files, open }: Notice,
  reader: ReaderKind,
  words: Words,
): Record<string, unknown> {
  const rest = fill(words.rest, { record: referenceOf(open) })
  const said = isCut ? `${text}\n\n[${rest}]` : text
  const listed = files.filter((file) => !file.inline || file.quarantine !== null)
  return {
    changes: (message.changes ? readJson(message.changes) : []).map((change) =>
      shortened(shownChange(change, reader, words)),
    ),
    words: said,
    body: paragraphs(said).value,
    files: listed.map((file) => ({
      name: clear(file.filename),
      size: sizeOf(file, words.keptBack),
    })),
  }
}

/**
 * What a notification says: the new words, and what was forwarded with them. What the mail quotes never goes out again, even where
 * there is nothing else: it may be a note.
 */
function shownWords({ new_text, parts }: MessageRow): string {
  const forwarded = (parts ? readJson(parts) : []).filter(({ kind }) => kind === 'forwarded')
  return [new_text, ...forwarded.map(({ text }) => text)].join('\n\n').trim()
}

/** Cuts a text, counted in bytes of UTF-8, at a line end where one is near. */
function atMost(bytes: number, text: string): { text: string; isCut: boolean } {
  if (Buffer.byteLength(text) <= bytes) return { text, isCut: false }
  const kept = Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '')
  const lineEnd = kept.lastIndexOf('\n')
  return { text: kept.slice(0, lineEnd > bytes / 2 ? lineEnd : kept.length), isCut: true }
}

function shortened(change: Change): Change {
  const value = (whole: string) => {
    const { text, isCut } = atMost(MOST_OF_A_VALUE, whole)
    return isCut ? `${text} …` : text
  }
  return {
    ...change,
    label: clear(change.label),
    from: clear(value(change.from)),
    to: clear(value(change.to)),
  }
}

function sizeOf({ size, quarantine }: AttachmentRow, keptBack: string): string {
  if (quarantine === null) return readableSize(size)
  return `${readableSize(size)}; ${fill(keptBack, { why: clear(quarantine) })}`
}

function readableSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function whenIn(at: number, { language, timeZone }: ReaderKind): string {
  return formatFor(language, timeZone).format(at)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(language: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  })
  formats.set(key, format)
  return format
}

/** Text as HTML: blank lines part paragraphs, other line ends are kept, addresses on the web become links. */
function paragraphs(text: string): SafeHtml {
  const blocks = text.trim().split(/\n[ \t]*\n+/)
  return html`${blocks.map((block) => html`<p>${block.split('\n').map((line, index) => [index > 0 && new SafeHtml('<br />'), linked(line)])}</p>`)}`
}

function linked(line: string): SafeHtml {
  const pieces = line.split(/(https?:\/\/[^\s<>"']{1,2000})/)
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : piece))}`
}
