import { createSocket } from 'node:dgram'
import { onTestFinished } from 'vitest'

const TXT = 16
const NO_SUCH_NAME = 3

/**
 * A name server that knows these TXT records and no others (RFC 1035 section 4).
 * @param asked every question is written into it
 * @returns its address, as DNS_SERVERS takes it
 */
export async function openDns(
  records: Record<string, string>,
  asked: string[] = [],
): Promise<string> {
  const server = createSocket('udp4')
  server.on('message', (query, client) => {
    const { name, type } = questionIn(query)
    asked.push(`${type} ${name}`)
    server.send(answerTo(query, records), client.port, client.address)
  })
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  return `127.0.0.1:${server.address().port}`
}

/** One that takes every question and answers none. */
export async function openSilentDns(): Promise<string> {
  const server = createSocket('udp4')
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  return `127.0.0.1:${server.address().port}`
}

function answerTo(query: Buffer, records: Record<string, string>): Buffer {
  const { name, type, end } = questionIn(query)
  const words = type === TXT ? records[name.toLowerCase()] : undefined
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | (words === undefined ? NO_SUCH_NAME : 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(words === undefined ? 0 : 1, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat(
    [header, query.subarray(12, end), words === undefined ? '' : txt(words)].map((piece) =>
      Buffer.from(piece),
    ),
  )
}

function questionIn(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (; query[at]! > 0; at += query[at]! + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** An answer whose name points at the question's; long words in strings of 255. */
function txt(words: string): Buffer {
  const strings = (words.match(/.{1,255}/g) ?? []).map((piece) =>
    Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)]),
  )
  const content = Buffer.concat(strings)
  const head = Buffer.from([0xc0, 0x0c, 0, TXT, 0, 1, 0, 0, 0, 60, 0, 0])
  head.writeUInt16BE(content.length, 10)
  return Buffer.concat([head, content])
}
