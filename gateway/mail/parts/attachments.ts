import { createHash } from 'node:crypto'
import { bodyOffset, headerText, readHeaderLines } from '../header/headers.ts'
import { decodeWords } from '../header/words.ts'
import type { Attachment } from '../reading.ts'
import { fileNameOf, nameForType } from './file-names.ts'
import { leavesOf, type MimePart } from './mime-part.ts'

/** The parts of a mail that are not its body, as files with clean names. RFC 2183. */
export function readAttachments(root: MimePart, used: Set<MimePart>): Attachment[] {
  const related = relatedParts(root)
  const files = leavesOf(root).filter((part) => !used.has(part) && !isEmptyShell(part))
  return files.map((part, n) => attachmentOf(part, n + 1, related.has(part)))
}

function attachmentOf(part: MimePart, number: number, related: boolean): Attachment {
  return {
    filename: part.filename ?? messageName(part) ?? nameForType(part.type, number),
    contentType: part.type,
    size: part.content.length,
    sha256: createHash('sha256').update(part.content).digest('hex'),
    inline:
      part.disposition !== 'attachment' &&
      (part.disposition === 'inline' || related) &&
      part.contentId !== null,
    contentId: part.contentId,
    content: part.content,
  }
}

/** An attached mail is named by its subject. */
function messageName(part: MimePart): string | null {
  if (part.type !== 'message/rfc822') return null
  const section = bodyOffset(part.content)
  const subject = headerText(
    readHeaderLines(part.content.subarray(section.header, section.body)),
    'subject',
  )
  const name = fileNameOf(decodeWords(subject ?? '').replace(/[/\\:]/g, '-'))
  return name ? `${name.slice(0, 100)}.eml` : 'message.eml'
}

function relatedParts(root: MimePart): Set<MimePart> {
  const found = new Set<MimePart>()
  const waiting = [root]
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (part.type === 'multipart/related') for (const leaf of leavesOf(part)) found.add(leaf)
    else waiting.push(...part.children)
  }
  return found
}

/** An empty body part that nobody named is no file. */
function isEmptyShell(part: MimePart): boolean {
  return (
    part.content.length === 0 &&
    part.filename === null &&
    part.disposition !== 'attachment' &&
    part.type.startsWith('multipart/')
  )
}
