import { takeDataPictures } from './data-pictures.ts'
import { fileNameOf } from './file-names.ts'
import { readPartsLeniently } from './lenient-parts.ts'
import { leavesOf, type MimePart } from './mime-part.ts'
import { isPkcs7 } from './protection.ts'
import { unpackRtf } from './rtf-compressed.ts'
import { readRtf } from './rtf-text.ts'
import { openSignedData } from './signed-data.ts'
import { takeTextFiles } from './text-files.ts'
import { openTnef, type Packed, type PackedFile } from './tnef.ts'

/** More text than this is looked through for no files: in bytes. */
const longestText = 12 * 1024 * 1024

/**
 * Opens what hides further parts in one: Outlook's winmail.dat, a mail within its signature, files in the text of mail from before
 * MIME, pictures in the HTML.
 * The parts take the place of the one that held them; the flaws name what was opened.
 */
export function unpackParts(root: MimePart): { root: MimePart; flaws: string[] } {
  const flaws = new Set<string>()
  const hasWords = leavesOf(root).some((leaf) => isText(leaf) && /\S/.test(startOf(leaf)))
  const opened = opener(flaws, hasWords)
  return { root: replaced(root, opened), flaws: [...flaws] }
}

type Opener = (leaf: MimePart) => MimePart[] | null

function opener(flaws: Set<string>, hasWords: boolean): Opener {
  return (leaf) => {
    if (isWinmail(leaf)) return openWinmail(leaf, flaws, hasWords)
    if (isPkcs7(leaf)) return openSignature(leaf)
    if (leaf.type === 'text/plain' && leaf.disposition !== 'attachment')
      return openText(leaf, flaws)
    return leaf.type === 'text/html' && leaf.disposition !== 'attachment' && leaf.filename === null
      ? openHtml(leaf)
      : null
  }
}

/** The tree with each opened leaf made a multipart of what it held. Deep trees are no trouble: the parser has cut them. */
function replaced(part: MimePart, open: Opener): MimePart {
  if (part.children.length > 0) {
    part.children = part.children.map((child) => replaced(child, open))
    return part
  }
  const children = open(part)
  return children ? { ...part, ...shell, children } : part
}

const shell = { type: 'multipart/mixed', params: {}, filename: null, content: Buffer.alloc(0) }

function isText(leaf: MimePart): boolean {
  return /^text\/(?:plain|html)$/.test(leaf.type) && leaf.disposition !== 'attachment'
}

function startOf(leaf: MimePart): string {
  return leaf.content.toString('latin1', 0, 2000)
}

function isWinmail(leaf: MimePart): boolean {
  return (
    /^application\/(?:ms-tnef|vnd\.ms-tnef)$/.test(leaf.type) ||
    (leaf.filename ?? '').toLowerCase() === 'winmail.dat'
  )
}

function openWinmail(leaf: MimePart, flaws: Set<string>, hasWords: boolean): MimePart[] | null {
  const packed = openTnef(leaf.content)
  const parts = packed ? partsOf(packed, hasWords) : []
  flaws.add(parts.length > 0 ? 'unpacked-winmail' : 'packed-by-outlook')
  return parts.length > 0 ? parts : null
}

/** A mail within its own signature is read; the signature stays a file. RFC 8551 section 3.5.2. */
function openSignature(leaf: MimePart): MimePart[] | null {
  const source = openSignedData(leaf.content)
  if (!source) return null
  const params = { ...leaf.params, 'smime-type': 'signed-data' }
  return [readPartsLeniently(source).root, { ...leaf, params, disposition: 'attachment' }]
}

/** The words count only where the mail has none: mostly it has the same ones as plain text. */
function partsOf(packed: Packed, hasWords: boolean): MimePart[] {
  const files = packed.files.map(partOfFile)
  if (hasWords) return files
  const rtf = packed.rtf && !packed.html && !packed.text ? readRtf(unpackRtf(packed.rtf)) : null
  const html = packed.html || rtf?.html
  const text = packed.text || rtf?.text
  if (html) return [textPart('text/html', html), ...files]
  return text ? [textPart('text/plain', text), ...files] : files
}

function openText(leaf: MimePart, flaws: Set<string>): MimePart[] | null {
  const taken = leaf.content.length > longestText ? null : takeTextFiles(leaf.content)
  if (!taken) return null
  flaws.add('files-in-text')
  const files = taken.files.map(({ name, content }) => filePart({ name, content }))
  return [{ ...leaf, content: taken.text }, ...files]
}

function openHtml(leaf: MimePart): MimePart[] | null {
  const taken = leaf.content.length > longestText ? null : takeDataPictures(leaf.content)
  if (!taken) return null
  const pictures = taken.pictures.map((one) => ({ ...bare, ...one, disposition: 'inline' }))
  return [{ ...leaf, content: taken.html }, ...pictures]
}

function partOfFile(file: PackedFile): MimePart {
  const part = filePart({ name: file.name, content: Buffer.from(file.content) })
  const type = /^[a-z0-9.+-]{1,100}\/[a-z0-9.+-]{1,100}$/i.test(file.type) ? file.type : part.type
  const contentId = file.contentId.replace(/[<>\s]+/g, '') || null
  return { ...part, type: type.toLowerCase(), contentId }
}

/** What is harmless to show is shown as what its name says. */
function filePart({ name, content }: { name: string; content: Buffer }): MimePart {
  const filename = fileNameOf(name)
  const ending = /\.([a-z]{3,4})$/i.exec(filename ?? '')?.[1]?.toLowerCase() ?? ''
  const type = shown[ending] ?? 'application/octet-stream'
  return { ...bare, type, disposition: 'attachment', filename, content }
}

const shown: Record<string, string> = {
  png: 'image/png',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  pdf: 'application/pdf',
}

function textPart(type: string, text: string): MimePart {
  return { ...bare, type, params: { charset: 'utf-8' }, content: Buffer.from(text) }
}

const bare: MimePart = {
  headers: [],
  type: 'text/plain',
  params: {},
  disposition: '',
  filename: null,
  contentId: null,
  content: Buffer.alloc(0),
  children: [],
}
