const ESCAPE = 0x1b
const SHIFT_OUT = 0x0e
const SHIFT_IN = 0x0f
const TILDE = 0x7e

/**
 * ISO-2022-JP may switch charsets twice with nothing between, as joined encoded words do; the Encoding Standard reads the
 * second switch as a broken character. The first one is taken out. RFC 1468.
 */
export function withoutIdleEscapes(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(ESCAPE)) return bytes
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return Buffer.from(text.replace(/(?:\u001b[($][@A-Z]){1,9}(?=\u001b[($])/g, ''), 'latin1')
}

/** Korean in seven bits as EUC-KR: shifted runs get their high bit. RFC 1557. */
export function readIso2022Kr(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\u001b$)C', '')
  const out = Buffer.from(text, 'latin1')
  return raised(out, (byte) => (byte === SHIFT_OUT ? true : byte === SHIFT_IN ? false : null))
}

/** Chinese in seven bits as GB2312: `~{` begins a run, `~}` ends it, `~~` is a tilde. RFC 1843. */
export function readHz(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let high = false
  for (let at = 0; at < bytes.length; at++) {
    const [byte, next] = [bytes[at]!, bytes[at + 1]]
    const isSwitch =
      byte === TILDE && (next === 0x7b || next === 0x7d || next === TILDE || next === 0x0a)
    if (isSwitch) at++
    if (isSwitch && next === 0x7b) high = true
    else if (isSwitch && next === 0x7d) high = false
    else if (isSwitch && next === TILDE) out.push(TILDE)
    else if (!isSwitch) out.push(high && byte > 0x20 ? byte | 0x80 : byte)
  }
  return Uint8Array.from(out)
}

/** Takes the shifts out, and raises what stands between them. */
function raised(bytes: Uint8Array, shiftOf: (byte: number) => boolean | null): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  let high = false
  for (const byte of bytes) {
    const shift = shiftOf(byte)
    if (shift === null) out[length++] = high && byte > 0x20 ? byte | 0x80 : byte
    else high = shift
  }
  return out.subarray(0, length)
}
