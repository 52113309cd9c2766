/** In bytes of UTF-8: no file system takes more than 255, and a name may get a number behind it. */
const longestName = 200

/**
 * Cleans a file name that a stranger chose: no path, no control, direction or invisible characters, its true ending
 * kept. A dot in front would hide the file, or make it a web server's settings (`.htaccess`, `.user.ini`): it becomes an
 * underscore. Null where nothing is left. RFC 2183 section 2.3, Unicode Technical Report 36 for direction marks.
 */
export function fileNameOf(raw: string | null): string | null {
  if (raw === null) return null
  const visible = raw.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    '',
  )
  const last = visible.slice(Math.max(visible.lastIndexOf('/'), visible.lastIndexOf('\\')) + 1)
  const plain = last
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+(?=\.)/, '')
    .replace(/[\s.]+$/, '')
    .trim()
    .replace(/^\./, '_')
  return plain === '' ? null : shorten(plain)
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= longestName) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : ''
  let left = longestName - Buffer.byteLength(ending)
  let kept = ''
  for (const character of name) {
    left -= Buffer.byteLength(character)
    if (left < 0) break
    kept += character
  }
  return kept + ending
}

const endings: Record<string, string> = {
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/rfc822-headers': 'txt',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
  'application/pgp-signature': 'asc',
  'application/pkcs7-mime': 'p7m',
  'application/pkcs7-signature': 'p7s',
  'application/ms-tnef': 'dat',
}

/** A name for a part that has none: `part-2.png`. */
export function nameForType(type: string, number: number): string {
  return `part-${number}.${endings[type] ?? 'bin'}`
}
