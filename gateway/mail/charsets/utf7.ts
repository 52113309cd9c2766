/** Is this label that of UTF-7? */
export function isUtf7(label: string | null): boolean {
  return label !== null && /^\s*"?(?:x-)?(?:unicode-1-1-)?utf-?7"?\s*$/i.test(label)
}

/** UTF-7 can hide markup from a filter in front of it; we clean HTML after decoding, so it does no harm. RFC 2152. */
export function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/\+([A-Za-z0-9+/]{0,10000})-?/g, (_, shifted: string) =>
    shifted === '' ? '+' : decodeShifted(shifted),
  )
}

function decodeShifted(shifted: string): string {
  const bytes = Buffer.from(shifted, 'base64')
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2))
  return Buffer.from(even).swap16().toString('utf16le')
}
