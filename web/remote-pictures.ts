import { lookup } from 'node:dns'
import { request as askPlainly, type IncomingMessage } from 'node:http'
import { request as askSecretly } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../gateway/lib/public-address.ts'

/** A picture of another server, in bytes that are one. */
export type Picture = { type: string; content: Buffer }

/** Which places may be asked; tests have a server of their own. */
export type Reach = { address(address: string): boolean; port(port: string): boolean }

const THE_WORLD: Reach = { address: isPublicAddress, port: (port) => port === '' }

const LONGEST_ADDRESS = 2000
const MOST_BYTES = 3 * 1024 * 1024
const MOST_MOVES = 3
const TIME = 8000
/** Smaller ones tell a server that somebody has looked, and show nothing. */
const SMALLEST_SIDE = 3

/**
 * Asks another server for a picture, once somebody wants to see it. It learns nothing of them but that: no cookie, no address of theirs,
 * no page. Nothing inside our own networks is asked, by whatever name or way: each name is looked up here, and what was looked up is
 * what is connected to.
 * @returns null where there is no picture to be had
 */
export async function fetchPicture(
  address: string,
  reach: Reach = THE_WORLD,
): Promise<Picture | null> {
  const signal = AbortSignal.timeout(TIME)
  let next: string | null = address
  try {
    for (let moves = 0; next !== null && moves <= MOST_MOVES; moves++) {
      const url = placeOf(next, reach)
      if (!url) return null
      const answer = await ask(url, reach, signal)
      next = movedTo(answer, url)
      if (next === null) return await pictureIn(answer)
      answer.destroy()
    }
  } catch {
    // whatever is wrong there, there is no picture
  }
  return null
}

function placeOf(address: string, reach: Reach): URL | null {
  const url = address.length <= LONGEST_ADDRESS && URL.canParse(address) ? new URL(address) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) return null
  if (url.username || url.password || !reach.port(url.port)) return null
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 || reach.address(host) ? url : null
}

function ask(url: URL, reach: Reach, signal: AbortSignal): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? askSecretly : askPlainly
  return new Promise((resolve, reject) => {
    const headers = { accept: 'image/*', 'user-agent': 'Postern' }
    send(url, { headers, signal, agent: false, lookup: lookedUp(reach) }, resolve)
      .on('error', reject)
      .end()
  })
}

/** A name with one address inside leads nowhere: it would be a way in. */
function lookedUp(reach: Reach): LookupFunction {
  return (name, options, done) =>
    lookup(name, { ...options, all: true }, (failure, found) => {
      if (failure) return done(failure, '')
      const safe = found.length > 0 && found.every(({ address }) => reach.address(address))
      if (!safe) return done(new Error('This name leads into a network of our own.'), '')
      if (options.all) return done(null, found)
      done(null, found[0]!.address, found[0]!.family)
    })
}

function movedTo({ statusCode = 0, headers }: IncomingMessage, from: URL): string | null {
  const moved = statusCode >= 300 && statusCode < 400 && headers.location
  return moved && URL.canParse(moved, from.href) ? new URL(moved, from).href : null
}

async function pictureIn(answer: IncomingMessage): Promise<Picture | null> {
  if (answer.statusCode !== 200) {
    answer.destroy()
    return null
  }
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MOST_BYTES) return null
    pieces.push(piece)
  }
  const content = Buffer.concat(pieces)
  const type = typeOf(content)
  return type && !isPixel(type, content) ? { type, content } : null
}

/** By its first bytes; what the server says of it counts for nothing. */
function typeOf(content: Buffer): string | null {
  const start = content.subarray(0, 12).toString('latin1')
  if (start.startsWith('\u0089PNG\r\n\u001a\n')) return 'image/png'
  if (start.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  return /^RIFF....WEBP/s.test(start) ? 'image/webp' : null
}

function isPixel(type: string, content: Buffer): boolean {
  const isPng = type === 'image/png' && content.length >= 24
  const isGif = type === 'image/gif' && content.length >= 10
  const sides = isPng
    ? [content.readUInt32BE(16), content.readUInt32BE(20)]
    : isGif
      ? [content.readUInt16LE(6), content.readUInt16LE(8)]
      : []
  return sides.some((side) => side < SMALLEST_SIDE)
}
