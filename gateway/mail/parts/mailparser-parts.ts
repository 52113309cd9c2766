import { once } from 'node:events'
import {
  type AttachmentStream,
  MailParser,
  type MailParserOptions,
  type MessageText,
} from 'mailparser'
import { headerValue, readHeaderLines } from '../header/headers.ts'
import { describePart, leavesOf, type MimePart } from './mime-part.ts'
import { decodeTransfer } from './transfer.ts'

/** The fields of mailparser's own tree that we use; its types leave them out. */
type Node = { headerLines: { line: string }[]; contentType: string | false; children: Node[] }
type Inner = { tree: Node | false; textTypes: string[] }

/** Everything that mailparser would make of bodies is off: charsets, HTML and links are our own matter. */
const options: MailParserOptions = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: false,
}

/**
 * Cuts a regular mail into parts with mailparser, each with its decoded bytes. Throws what mailparser throws: over 1000
 * parts, over 1 MiB of header. RFC 2045, RFC 2046 section 5.1.
 */
export async function readPartsWithMailparser(source: Buffer): Promise<MimePart> {
  const parser = new MailParser(options)
  const inner = parser as unknown as Inner
  inner.textTypes = [] // so that every leaf is handed out as bytes, texts too
  const contents: Buffer[][] = []
  parser.on('data', (event: AttachmentStream | MessageText) => collect(event, contents))
  parser.end(source)
  await once(parser, 'end')
  if (!inner.tree) throw new Error('no structure found')
  const root = fromNode(inner.tree, '')
  leavesOf(root).forEach((leaf, n) => {
    if (!leaf.type.startsWith('multipart/')) leaf.content = decoded(leaf, joined(contents[n] ?? []))
  })
  return root
}

function collect(event: AttachmentStream | MessageText, contents: Buffer[][]): void {
  if (event.type !== 'attachment') return
  const chunks: Buffer[] = []
  contents.push(chunks)
  event.content.on('data', (chunk: Buffer) => chunks.push(chunk))
  event.content.on('end', () => event.release?.())
}

function joined(chunks: Buffer[]): Buffer {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

function fromNode(node: Node, parentType: string): MimePart {
  const section = Buffer.from(node.headerLines.map((line) => line.line).join('\r\n'), 'latin1')
  const part = describePart(readHeaderLines(section), parentType)
  part.children = node.children.map((child) => fromNode(child, part.type))
  return part
}

/** Encodings that mailparser passes through. */
function decoded(leaf: MimePart, content: Buffer): Buffer {
  const encoding = headerValue(leaf.headers, 'content-transfer-encoding')
  return /^\s*(?:base64|quoted-printable)\s*$/i.test(encoding)
    ? content
    : decodeTransfer(encoding, content)
}
