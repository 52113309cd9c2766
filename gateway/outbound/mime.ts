import libmime from 'libmime'
import libqp from 'libqp'

/**
 * Puts a mail together: headers folded and encoded, parts in quoted-printable or base64, every line ended by CR LF.
 * RFC 5322 section 2.2.3 (folding), RFC 2047 (encoded words), RFC 2045 sections 6.7 and 6.8, RFC 2231 (file names).
 */
export type Header = [name: string, value: string]

export type Part = { headers: Header[]; body: string }

const LINE = 76

/** Text for people in a header: Subject, or a display name's words. Control signs never pass. */
export function encodedText(text: string): string {
  return libmime.encodeWords(oneLine(text), 'Q', 52)
}

/** `"Kim via Tickets" <tickets@example.com>`; the address must have been checked by whoever made it. */
export function mailbox(name: string, address: string): string {
  const clean = oneLine(name).trim()
  if (clean === '') return `<${address}>`
  const ascii = /^[\x20-\x7e]*$/.test(clean)
  const phrase = ascii ? `"${clean.replace(/["\\]/g, '\\$&')}"` : libmime.encodeWord(clean, 'Q', 52)
  return `${phrase} <${address}>`
}

/** A header line, folded at blanks. */
function headerLine([name, value]: Header): string {
  return libmime.foldLines(`${name}: ${oneLine(value)}`, LINE)
}

function quotedPrintable(text: string): string {
  return libqp.wrap(libqp.encode(Buffer.from(text.replace(/\r?\n/g, '\r\n'))), LINE)
}

/** A piece of quoted-printable text that another piece may follow: its last line ends softly, which a reader does not see. */
export function softly(text: string): string {
  return text === '' ? '' : `${quotedPrintable(text)}=\r\n`
}

export function textPart(type: 'plain' | 'html', body: string): Part {
  return {
    headers: [
      ['Content-Type', `text/${type}; charset=utf-8`],
      ['Content-Transfer-Encoding', 'quoted-printable'],
    ],
    body,
  }
}

export function filePart(file: {
  filename: string
  contentType: string
  content: Buffer
  contentId: string | null
}): Part {
  const disposition = libmime.buildHeaderValue({
    value: 'attachment',
    params: { filename: oneLine(file.filename) },
  })
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType)
    ? file.contentType
    : 'application/octet-stream'
  return {
    headers: [
      ['Content-Type', type],
      ['Content-Transfer-Encoding', 'base64'],
      ['Content-Disposition', disposition],
      ...(file.contentId ? [['Content-ID', `<${oneLine(file.contentId)}>`] as Header] : []),
    ],
    body: file.content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
  }
}

/** Joins parts; the boundary must not occur in them, so it is made from the message's own signed id. */
export function multipart(kind: 'alternative' | 'mixed', boundary: string, parts: Part[]): Part {
  const body = parts
    .map((part) => `--${boundary}\r\n${headerBlock(part.headers)}\r\n\r\n${part.body}\r\n`)
    .join('')
  return {
    headers: [['Content-Type', `multipart/${kind}; boundary="${boundary}"`]],
    body: `${body}--${boundary}--\r\n`,
  }
}

export function headerBlock(headers: Header[]): string {
  return headers.map(headerLine).join('\r\n')
}

/** Takes out what could end a header line or hide in it. */
function oneLine(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f\u0085\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g,
    ' ',
  )
}
