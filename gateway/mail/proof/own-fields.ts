import { bodyOffset } from '../header/headers.ts'

/** A field exactly as it stands: its name in lower case, its value unfolded. */
export type PlainField = { name: string; value: string }

/** More than this no server writes. */
const LONGEST_SECTION = 256 * 1024
const FIELD = /^([!-9;-~]{1,200}):(.*)$/

/**
 * The fields of a header section as a border server and this gateway must read them alike: what somebody else may have bent (a bare CR
 * or LF, NUL, a blank before the colon) is no field here, while the reader of mails is lenient. RFC 5322 section 2.2.
 * @returns null where the section holds a bare CR or LF, or NUL
 */
export function plainFields(source: Buffer): PlainField[] | null {
  const end = source.indexOf('\r\n\r\n')
  const length = Math.min(end < 0 ? bodyOffset(source).body : end, LONGEST_SECTION)
  const section = source.toString('utf8', 0, length)
  if (/\u0000|\r(?!\n)|(?<!\r)\n/.test(section)) return null
  return section
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .flatMap((line) => {
      const [, name, value] = FIELD.exec(line) ?? []
      return name === undefined ? [] : [{ name: name.toLowerCase(), value: value!.trim() }]
    })
}
