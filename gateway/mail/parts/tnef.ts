import { decodeText } from '../charsets/charset.ts'
import { type Properties, readProperties } from './tnef-properties.ts'

/** What Outlook has packed into a winmail.dat. */
export type Packed = { text: string; html: string; rtf: Uint8Array | null; files: PackedFile[] }
export type PackedFile = { name: string; type: string; contentId: string; content: Uint8Array }

type Attribute = { id: number; value: Uint8Array }

const SIGNATURE = 0x223e9f78
const mostAttributes = 20_000
const deepest = 3

/** The attributes that carry something to read: [MS-OXTNEF] section 2.1.3.1. */
const SUBJECT_BODY = 0x0002800c
const PROPERTIES = 0x00069003
const CODE_PAGE = 0x00069007
const FILE_BEGINS = 0x00069002
const FILE_NAME = 0x00018010
const FILE_CONTENT = 0x0006800f
const FILE_PROPERTIES = 0x00069005

/** The properties that do: [MS-OXPROPS]. */
const BODY = 0x1000
const RTF = 0x1009
const HTML = 0x1013
const LONG_NAME = 0x3707
const SHORT_NAME = 0x3704
const DISPLAY_NAME = 0x3001
const MIME_TYPE = 0x370e
const CONTENT_ID = 0x3712
const CONTENT = 0x3701

/** Opens a TNEF stream ([MS-OXTNEF]). Null where it is none; one that breaks off gives what stands before the break. */
export function openTnef(bytes: Uint8Array, depth = 0): Packed | null {
  if (bytes.length < 6 || viewOf(bytes).getUint32(0, true) !== SIGNATURE) return null
  const attributes = attributesOf(bytes)
  const charset = charsetOf(attributes)
  const packed: Packed = { text: '', html: '', rtf: null, files: [] }
  for (const attribute of attributes) take(packed, attribute, { charset, depth })
  packed.files = packed.files.filter((file) => file.content.length > 0)
  return packed
}

type Setting = { charset: string; depth: number }

function take(packed: Packed, { id, value }: Attribute, { charset, depth }: Setting): void {
  const file = packed.files.at(-1)
  if (id === FILE_BEGINS) packed.files.push({ name: '', type: '', contentId: '', content: empty })
  else if (id === SUBJECT_BODY) packed.text ||= textOf(value, charset)
  else if (id === PROPERTIES) takeBody(packed, readProperties(value, charset))
  else if (!file) return
  else if (id === FILE_NAME) file.name ||= textOf(value, charset)
  else if (id === FILE_CONTENT) file.content = value
  else if (id === FILE_PROPERTIES) takeFile(packed, file, { charset, depth, value })
}

function takeBody(packed: Packed, properties: Properties): void {
  packed.text ||= properties.texts.get(BODY) ?? ''
  const html = properties.bytes.get(HTML)
  packed.html ||= properties.texts.get(HTML) ?? (html ? decodeText(html, null).text : '')
  packed.rtf ??= properties.bytes.get(RTF) ?? null
}

/** The long name wins; a packed mail within gives its own files and words. */
function takeFile(
  packed: Packed,
  file: PackedFile,
  { charset, depth, value }: Setting & { value: Uint8Array },
): void {
  const { texts, bytes } = readProperties(value, charset)
  file.name =
    texts.get(LONG_NAME) || file.name || texts.get(SHORT_NAME) || texts.get(DISPLAY_NAME) || ''
  file.type = texts.get(MIME_TYPE) ?? ''
  file.contentId = texts.get(CONTENT_ID) ?? ''
  const content = bytes.get(CONTENT)
  if (!content || file.content.length > 0) return
  const inner = depth < deepest ? openTnef(content.subarray(16), depth + 1) : null
  if (!inner) file.content = content
  else {
    packed.files.push(...inner.files)
    file.name = `${file.name || 'message'}.txt`
    file.type = 'text/plain'
    file.content = Buffer.from(inner.text || inner.html)
  }
}

/** Level, id, length, value, checksum; the checksum is not asked, as a broken file is better than none. */
function attributesOf(bytes: Uint8Array): Attribute[] {
  const view = viewOf(bytes)
  const found: Attribute[] = []
  for (let at = 6; at + 9 <= bytes.length && found.length < mostAttributes; ) {
    const length = view.getUint32(at + 5, true)
    const start = at + 9
    if (start + length > bytes.length) break
    found.push({ id: view.getUint32(at + 1, true), value: bytes.subarray(start, start + length) })
    at = start + length + 2
  }
  return found
}

function charsetOf(attributes: Attribute[]): string {
  const page = attributes.find(({ id, value }) => id === CODE_PAGE && value.length >= 4)
  return page ? `cp${viewOf(page.value).getUint32(0, true)}` : 'windows-1252'
}

function textOf(value: Uint8Array, charset: string): string {
  const end = value.indexOf(0)
  return decodeText(end < 0 ? value : value.subarray(0, end), charset).text
}

const empty = new Uint8Array(0)

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
