/**
 * Content-Disposition for a file name of a stranger: plain letters for old clients, the true name beside it.
 * RFC 6266 section 4.3 and appendix D; RFC 8187 section 3.2.
 */
export function dispositionOf(kind: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`
}
