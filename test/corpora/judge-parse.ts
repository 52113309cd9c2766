import type { Reading } from '../../gateway/mail/reading.ts'
import type { Expected, Read } from './cases.ts'
import { holds, listOf, miss, sameText, wordsOfHtml } from './compare.ts'
import { judgeHeader } from './judge-header.ts'

/** No mail may take longer, whatever it expects: the bound of the product. */
const longestMs = 5000

/** Everything that a reader makes of a mail's header, bodies and files. */
export function judgeParse(expect: Expected, read: Read): string[] {
  const { reading } = read
  return [
    ...judgeHeader(expect, reading),
    ...judgeFiles(expect, reading),
    ...judgeText(expect, reading),
    ...judgeHtml(expect, reading),
    ...judgeLeaves(expect, reading),
    ...judgeHeld(expect, read),
  ]
}

/** Has it held? There is an answer, in time, and no script in the HTML. */
export function judgeHeld(expect: Expected, { reading, ms }: Read): string[] {
  const wrong: string[] = []
  const limit = Math.min(longestMs, (expect['max_seconds'] ?? 5) * 1000)
  if (ms > limit) wrong.push(miss('max_seconds', limit, ms))
  if (/<script|javascript:|<[^>]*\son[a-z]+\s*=/i.test(reading.html ?? ''))
    wrong.push(miss('script', null, reading.html))
  if (reading.unparsed) wrong.push(miss('unparsed', null, reading.unparsed))
  return wrong
}

function judgeText(expect: Expected, reading: Reading): string[] {
  const wrong: string[] = []
  const fromHtml = expect['body_is'] === 'html' || expect['text_from_html']
  const texts = fromHtml ? [reading.text, ...wordsOfHtml(reading.html)] : [reading.text]
  if (
    expect['text'] !== undefined &&
    !texts.some((text) => sameText(expect['text'], text, expect['compare']))
  )
    wrong.push(differenceOf(String(expect['text'] ?? ''), texts[0]!))
  for (const piece of listOf(expect['text_contains']))
    if (!holds(reading.text, piece)) wrong.push(miss('text_contains', piece, reading.text))
  for (const piece of listOf(expect['text_not_contains']))
    if (holds(reading.text, piece)) wrong.push(miss('text_not_contains', piece, reading.text))
  if (expect['text_ends_with'] && !reading.text.trimEnd().endsWith(expect['text_ends_with'].trim()))
    wrong.push(miss('text_ends_with', expect['text_ends_with'], reading.text.slice(-200)))
  if (expect['text_not_empty'] && reading.text.trim() === '')
    wrong.push(miss('text_not_empty', true, reading.text))
  return wrong
}

/** Shows the place where two texts begin to differ. */
function differenceOf(want: string, got: string): string {
  const [wanted, found] = [want.replace(/\s+/g, ' ').trim(), got.replace(/\s+/g, ' ').trim()]
  let at = 0
  while (at < wanted.length && wanted[at] === found[at]) at++
  const around = (text: string): string => text.slice(Math.max(0, at - 40), at + 160)
  return miss(`text at ${at}`, around(wanted), around(found))
}

function judgeHtml(expect: Expected, reading: Reading): string[] {
  const wrong: string[] = []
  const words = wordsOfHtml(reading.html)
  if (
    expect['html_text'] !== undefined &&
    !words.some((text) => sameText(expect['html_text'], text, 'no-whitespace'))
  )
    wrong.push(miss('html_text', expect['html_text'], words[0]))
  for (const piece of listOf(expect['html_text_contains']))
    if (!words.some((text) => holds(text, piece)))
      wrong.push(miss('html_text_contains', piece, words[0]))
  for (const piece of listOf(expect['html_not_contains']))
    if (holds(reading.html, piece)) wrong.push(miss('html_not_contains', piece, reading.html))
  return wrong
}

type Leaf = { type?: string; text?: string; sha256?: string; size?: number }

/** The parts of a mail by the bytes: each is a file, or stands in the body. */
function judgeLeaves(expect: Expected, reading: Reading): string[] {
  const bodies = [reading.text, ...wordsOfHtml(reading.html)]
  const files = reading.attachments.map((file) => Buffer.from(file.content).toString())
  return listOf<Leaf>(expect['leaves'])
    .filter(({ text, sha256 }) => {
      if (sha256 && reading.attachments.some((file) => file.sha256 === sha256)) return false
      if (text === undefined) return sha256 !== undefined
      return ![...bodies, ...files].some((body) => holds(body, text))
    })
    .map((leaf) => miss('leaf', leaf, bodies[0]))
}

type ExpectedFile = {
  filename?: string | null
  filename_starts_with?: string
  type?: string | null
  size?: number | null
  sha256?: string | null
  content_id?: string | null
}

function judgeFiles(expect: Expected, { attachments }: Reading): string[] {
  const wrong: string[] = []
  const seen = attachments.map(({ filename, contentType, size, sha256, contentId }) => ({
    filename,
    contentType,
    size,
    sha256,
    contentId,
  }))
  for (const file of listOf<ExpectedFile>(expect['attachments']))
    if (!attachments.some((found) => isFile(file, found)))
      wrong.push(miss('attachment', file, seen))
  const count: number | undefined = expect['attachments_count']
  if (count !== undefined && count !== attachments.length)
    wrong.push(miss('attachments_count', count, seen))
  if ((expect['attachments_count_at_least'] ?? 0) > attachments.length)
    wrong.push(miss('attachments_count_at_least', expect['attachments_count_at_least'], seen))
  return wrong
}

function isFile(want: ExpectedFile, got: Reading['attachments'][number]): boolean {
  const id = want.content_id?.replace(/[<>]/g, '')
  return (
    (!want.filename || sameText(want.filename, got.filename)) &&
    got.filename.startsWith(want.filename_starts_with ?? '') &&
    (!want.type || want.type.toLowerCase() === got.contentType) &&
    (want.size ?? got.size) === got.size &&
    (want.sha256 ?? got.sha256) === got.sha256 &&
    (!id || id === got.contentId)
  )
}
