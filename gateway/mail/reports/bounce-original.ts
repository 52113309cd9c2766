import { readHead } from '../header/head.ts'
import { bodyOffset, headerValue, readHeaderLines } from '../header/headers.ts'
import { readIds } from '../header/ids.ts'
import { leavesOf, type MimePart } from '../parts/mime-part.ts'
import { reportLines } from './bounce-text.ts'

/** What a report shows of the mail that failed. */
export type Original = { messageId: string | null; to: string[]; from: string[] }

/**
 * The original's own header, from an attached copy or from lines in the text. RFC 3462 section 2. What a list has sent out is
 * addressed to the list, which is not who failed: RFC 2369 section 3.4.
 */
export function readOriginal(root: MimePart, text: string): Original {
  const part = leavesOf(root).find((leaf) =>
    /^message\/(?:rfc822|global|partial)$|^text\/rfc822-headers?$|^message\/global-headers$/.test(
      leaf.type,
    ),
  )
  const source = part ? part.content : headerInText(text)
  const section = bodyOffset(source)
  const lines = readHeaderLines(source.subarray(section.header, section.body))
  const head = readHead(lines)
  const messageId = readIds(headerValue(lines, 'message-id'))[0] ?? null
  const list = headerValue(lines, 'list-post').slice(0, 2000).toLowerCase()
  return {
    messageId,
    to: head.to
      .map((box) => box.address)
      .filter((found) => found.includes('@') && !list.includes(`mailto:${found.toLowerCase()}`)),
    from: head.from.map((box) => box.address),
  }
}

function headerInText(text: string): Buffer {
  const kept = reportLines(text).length
  const lines = text.slice(0, 500_000).split('\n').slice(kept)
  const start = lines.findIndex((line) => /^[>\s]{0,4}[A-Za-z-]{2,40}:\s/.test(line))
  return Buffer.from(
    start < 0
      ? ''
      : lines
          .slice(start)
          .map((line) => line.replace(/^(?:> ?| {4})/, ''))
          .join('\n'),
  )
}
