import { type HeaderLine, headerValue } from '../header/headers.ts'
import { type Parametrised, readParametrised } from '../header/params.ts'
import { fileNameOf } from './file-names.ts'

/** One part of a mail, its transfer encoding already undone. A multipart has children and no content. */
export type MimePart = {
  headers: HeaderLine[]
  /** Content type in lower case, without parameters. */
  type: string
  params: Record<string, string>
  /** Content-Disposition in lower case, '' where there is none. */
  disposition: string
  filename: string | null
  contentId: string | null
  content: Buffer
  children: MimePart[]
}

/** What the fields of a part say of it. RFC 2045 section 5.2 gives the default type, RFC 2183 the disposition. */
export function describePart(headers: HeaderLine[], parentType: string): MimePart {
  const contentType = readParametrised(headerValue(headers, 'content-type'))
  const disposition = readParametrised(headerValue(headers, 'content-disposition'))
  const filename = fileNameOf(
    disposition.params['filename'] ??
      contentType.params['name'] ??
      contentType.params['file'] ??
      null,
  )
  return {
    headers,
    type: typeOf(contentType, disposition, parentType),
    params: contentType.params,
    disposition: disposition.value,
    filename,
    contentId: contentIdOf(headers),
    content: Buffer.alloc(0),
    children: [],
  }
}

/** The parts without children, in the order of the mail. */
export function leavesOf(part: MimePart): MimePart[] {
  const leaves: MimePart[] = []
  const waiting = [part]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    if (next.children.length === 0) leaves.push(next)
    else for (let n = next.children.length - 1; n >= 0; n--) waiting.push(next.children[n]!)
  }
  return leaves
}

function typeOf(contentType: Parametrised, disposition: Parametrised, parentType: string): string {
  if (/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(contentType.value)) return contentType.value
  const whole = halfTypes.get(contentType.value)
  if (whole) return whole
  if (parentType === 'multipart/digest') return 'message/rfc822'
  return disposition.value === 'attachment' || contentType.value
    ? 'application/octet-stream'
    : 'text/plain'
}

/** What programs write where a type and a subtype belong. */
const halfTypes = new Map([
  ['text', 'text/plain'],
  ['plain', 'text/plain'],
  ['html', 'text/html'],
  ['pdf', 'application/pdf'],
])

function contentIdOf(headers: HeaderLine[]): string | null {
  const id = headerValue(headers, 'content-id').replace(/[<>\s]+/g, '')
  return id === '' ? null : id
}
