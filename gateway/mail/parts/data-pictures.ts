import { createHash } from 'node:crypto'

/** A picture that stood in the HTML itself; the HTML names it by `cid:` now. */
export type DataPicture = { type: string; contentId: string; content: Buffer }

type Found = { start: number; end: number; picture: DataPicture }

const mostPictures = 200
/** RFC 2397. No SVG: it is a document that may hold scripts. */
const beginning =
  /(?<=\ssrc\s{0,9}=\s{0,9}(["']))\s{0,9}data:image\/(png|gif|jpe?g|webp|bmp)\s{0,9};\s{0,9}base64,/gi

/**
 * Takes the pictures that a client wrote into the HTML as `data:` addresses out of it: they become files like all others, and
 * the HTML stays short. The same picture twice is one file. RFC 2392 for the address that is left.
 */
export function takeDataPictures(html: Buffer): { html: Buffer; pictures: DataPicture[] } | null {
  if (!html.includes('base64,')) return null
  const text = html.toString('latin1')
  const found = picturesIn(text)
  if (found.length === 0) return null
  const kept: string[] = []
  let at = 0
  for (const { start, end, picture } of found) {
    kept.push(text.slice(at, start), `cid:${picture.contentId}`)
    at = end
  }
  const pictures = new Map(found.map(({ picture }) => [picture.contentId, picture]))
  return {
    html: Buffer.from(kept.join('') + text.slice(at), 'latin1'),
    pictures: [...pictures.values()],
  }
}

/** A search for the quote that ends the value: a pattern for a text of megabytes would overflow the stack. */
function picturesIn(text: string): Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(beginning)) {
    const begins = match.index + match[0].length
    const end = text.indexOf(match[1]!, begins)
    const words = text.slice(begins, Math.max(begins, end))
    if (words === '' || /[^a-z0-9+/=\s]/i.test(words)) continue
    if (found.length === mostPictures) break
    found.push({ start: match.index, end, picture: pictureOf(match[2]!.toLowerCase(), words) })
  }
  return found
}

function pictureOf(kind: string, words: string): DataPicture {
  const content = Buffer.from(words, 'base64')
  const contentId = `${createHash('sha256').update(content).digest('hex').slice(0, 32)}@data`
  return { type: `image/${kind === 'jpg' ? 'jpeg' : kind}`, contentId, content }
}
