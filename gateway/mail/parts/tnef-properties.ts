import { decodeText } from '../charsets/charset.ts'

/** Properties by their number: those that are text, and those that are bytes. */
export type Properties = { texts: Map<number, string>; bytes: Map<number, Uint8Array> }

type Cursor = { bytes: Uint8Array; view: DataView; at: number }

const mostProperties = 5000
const MULTIPLE = 0x1000
const STRING = 0x1e
const UNICODE = 0x1f
const OBJECT = 0x0d
const BINARY = 0x102
const NAMED = 0x8000

/** Octets of a value of a fixed length, filled up to four: [MS-OXTNEF] section 2.1.3.4. */
const lengths: Record<number, number> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
}

/** Reads a list of MAPI properties; one that breaks off gives what stands before the break. */
export function readProperties(bytes: Uint8Array, charset: string): Properties {
  const properties: Properties = { texts: new Map(), bytes: new Map() }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cursor: Cursor = { bytes, view, at: 0 }
  const count = Math.min(number(cursor), mostProperties)
  for (let n = 0; n < count && cursor.at + 4 <= bytes.length; n++)
    if (!readProperty(cursor, properties, charset)) break
  return properties
}

function readProperty(cursor: Cursor, properties: Properties, charset: string): boolean {
  const tag = number(cursor)
  const [type, id] = [tag & 0xffff, tag >>> 16]
  if (id >= NAMED) skipName(cursor)
  const kind = type & ~MULTIPLE
  const length = lengths[kind]
  if (length !== undefined) {
    cursor.at += length * (type & MULTIPLE ? number(cursor) : 1)
    return cursor.at <= cursor.bytes.length
  }
  if (kind !== STRING && kind !== UNICODE && kind !== OBJECT && kind !== BINARY) return false
  const values = number(cursor)
  for (let n = 0; n < values && cursor.at < cursor.bytes.length; n++) {
    const value = variable(cursor)
    if (n > 0) continue
    if (kind === STRING) properties.texts.set(id, textOf(value, charset))
    else if (kind === UNICODE) properties.texts.set(id, textOf(value, 'utf-16le'))
    else properties.bytes.set(id, value)
  }
  return true
}

/** A named property has a GUID and a number or a name before its value; names do not matter here. */
function skipName(cursor: Cursor): void {
  cursor.at += 16
  if (number(cursor) === 0) cursor.at += 4
  else variable(cursor)
}

function variable(cursor: Cursor): Uint8Array {
  const length = number(cursor)
  const start = cursor.at
  cursor.at = start + length + ((4 - (length % 4)) % 4)
  return cursor.bytes.subarray(start, start + length)
}

/** Four octets; behind the end there are only zeros. */
function number(cursor: Cursor): number {
  const at = cursor.at
  cursor.at += 4
  return at + 4 <= cursor.bytes.length ? cursor.view.getUint32(at, true) : 0
}

function textOf(value: Uint8Array, charset: string): string {
  return decodeText(value, charset).text.split('\u0000')[0]!
}
