const COMPRESSED = 0x75465a4c
const PLAIN = 0x414c454d
const WINDOW = 4096
const mostBytes = 16 * 1024 * 1024

/** What the window holds at the beginning: [MS-OXRTFCP] section 2.1.2.1. */
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** Unpacks the RTF of a winmail.dat ([MS-OXRTFCP]); '' where it is none. One character a byte. */
export function unpackRtf(bytes: Uint8Array): string {
  if (bytes.length < 16) return ''
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = view.getUint32(8, true)
  if (magic === PLAIN) return Buffer.from(bytes.subarray(16)).toString('latin1')
  if (magic !== COMPRESSED) return ''
  const size = Math.min(view.getUint32(4, true), mostBytes)
  return unpack(bytes, size)
}

/** Eight tokens a flag byte: a byte as it is, or a place and a length in the last 4096 bytes. */
function unpack(bytes: Uint8Array, size: number): string {
  const window = Buffer.alloc(WINDOW, 0x20)
  window.write(dictionary, 'latin1')
  const out = Buffer.alloc(size)
  let [written, place, at] = [0, dictionary.length, 16]
  const put = (byte: number): void => {
    out[written++] = byte
    window[place++ % WINDOW] = byte
  }
  while (at < bytes.length && written < size) {
    const flags = bytes[at++]!
    for (let bit = 0; bit < 8 && at < bytes.length && written < size; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++]!)
        continue
      }
      const token = (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const from = token >> 4
      if (from === place % WINDOW) return out.toString('latin1', 0, written)
      const length = Math.min((token & 0xf) + 2, size - written)
      for (let n = 0; n < length; n++) put(window[(from + n) % WINDOW]!)
    }
  }
  return out.toString('latin1', 0, written)
}
