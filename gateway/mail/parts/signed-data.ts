/** One element of BER: what it is, where its content begins, and where it ends; -1: where its end mark stands. */
type Element = { tag: number; start: number; end: number }

const sequence = 0x30
const set = 0x31
const context0 = 0xa0
const octets = 0x04
const octetPieces = 0x24
/** Elements in elements: a signature needs nine. */
const deepest = 16

/** 1.2.840.113549.1.7.2 and .1: signed data, data. */
const signedData = Buffer.from('06092a864886f70d010702', 'hex')
const plainData = Buffer.from('06092a864886f70d010701', 'hex')

/**
 * What an opaque S/MIME signature is about: the mail within, as bytes. Null where it is none; the signature is not checked.
 * RFC 8551 section 3.5.2, RFC 5652 sections 3 and 5. Linear.
 */
export function openSignedData(bytes: Buffer): Buffer | null {
  const info = elementAt(bytes, 0)
  if (info?.tag !== sequence || !stands(bytes, info.start, signedData)) return null
  const wrapped = elementAt(bytes, info.start + signedData.length)
  const signed = wrapped?.tag === context0 ? elementAt(bytes, wrapped.start) : null
  if (signed?.tag !== sequence) return null
  const digests = afterElement(bytes, signed.start)
  if (digests < 0 || bytes[digests] !== set) return null
  const content = elementAt(bytes, afterElement(bytes, digests))
  if (content?.tag !== sequence || !stands(bytes, content.start, plainData)) return null
  const explicit = elementAt(bytes, content.start + plainData.length)
  return explicit?.tag === context0 ? octetsAt(bytes, explicit.start) : null
}

function stands(bytes: Buffer, at: number, wanted: Buffer): boolean {
  return bytes.subarray(at, at + wanted.length).equals(wanted)
}

/** Short, long and open lengths: X.690 section 8.1.3. */
function elementAt(bytes: Buffer, at: number): Element | null {
  if (at < 0 || at + 2 > bytes.length) return null
  const tag = bytes[at]!
  const first = bytes[at + 1]!
  if (first === 0x80) return { tag, start: at + 2, end: -1 }
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first }
  const size = first & 0x7f
  if (size > 4 || at + 2 + size > bytes.length) return null
  const start = at + 2 + size
  return { tag, start, end: start + bytes.readUIntBE(at + 2, size) }
}

/** Where the element ends; -1 where it does not. */
function afterElement(bytes: Buffer, at: number, depth = 0): number {
  const element = elementAt(bytes, at)
  if (!element || depth > deepest) return -1
  if (element.end >= 0) return element.end <= bytes.length ? element.end : -1
  let next = element.start
  while (next >= 0 && next + 1 < bytes.length) {
    if (bytes[next] === 0 && bytes[next + 1] === 0) return next + 2
    next = afterElement(bytes, next, depth + 1)
  }
  return -1
}

/** A string of octets, whole or in pieces. */
function octetsAt(bytes: Buffer, at: number): Buffer | null {
  const element = elementAt(bytes, at)
  if (element?.tag === octets && element.end >= 0) return bytes.subarray(element.start, element.end)
  if (element?.tag !== octetPieces) return null
  const pieces: Buffer[] = []
  const last = element.end < 0 ? bytes.length : Math.min(element.end, bytes.length)
  for (let next = element.start; next < last; ) {
    const piece = elementAt(bytes, next)
    if (piece?.tag !== octets || piece.end < 0) break
    pieces.push(bytes.subarray(piece.start, piece.end))
    next = piece.end
  }
  return Buffer.concat(pieces)
}
