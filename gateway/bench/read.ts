import { simpleParser } from 'mailparser'
import { readMail } from '../mail/read-mail.ts'
import { mailOf } from './load.ts'

/** What reading one mail costs: the bare parser, which neither trims, nor classifies, nor makes HTML safe, and the product. */
export type ReadLine = { bench: 'read'; reader: string; mail: string; ms: number; ratio: number }

type Reader = (source: Buffer) => Promise<unknown>

const DOOR = { mailFrom: null, ownDomains: ['example.test'] }
const READERS: Record<string, Reader> = {
  'mailparser simpleParser': (source) => simpleParser(source),
  'product, whole reading': (source) => readMail(source, DOOR),
}
/** So long is a reader measured in a round, whatever the size of the mail. */
const ROUND_MS = 300

const MAILS: Record<string, Buffer> = {
  '2KB': Buffer.from(mailOf('2KB', 'read')(1)),
  '30KB HTML': htmlOnly(mailOf('30KB', 'read')(1)),
  '30KB HTML and text': Buffer.from(mailOf('30KB', 'read')(1)),
  '2MB file': Buffer.from(mailOf('2MB', 'read')(1)),
}

/** Measures the readers in turn and takes the best round of each: other work on the machine only ever adds. */
export async function measureReading(rounds: number): Promise<ReadLine[]> {
  const lines: ReadLine[] = []
  for (const [mail, source] of Object.entries(MAILS)) {
    const best = new Map<string, number>()
    for (let round = 0; round <= rounds; round++)
      for (const [reader, read] of Object.entries(READERS)) {
        const ms = await timed(read, source)
        if (round > 0) best.set(reader, Math.min(best.get(reader) ?? ms, ms)) // the first one warms up
      }
    lines.push(...linesOf(mail, best))
  }
  return lines
}

async function timed(read: Reader, source: Buffer): Promise<number> {
  const started = performance.now()
  let mails = 0
  while (performance.now() - started < ROUND_MS) {
    await read(source)
    mails++
  }
  return (performance.now() - started) / mails
}

function linesOf(mail: string, best: Map<string, number>): ReadLine[] {
  const [limit = 1] = best.values()
  const rounded = (number: number): number => Math.round(number * 1000) / 1000
  return [...best].map(([reader, ms]) => ({
    bench: 'read',
    reader,
    mail,
    ms: rounded(ms),
    ratio: rounded(ms / limit),
  }))
}

/** The HTML part of an alternative as a mail of its own, as newsletters and shops send. */
function htmlOnly(mail: string): Buffer {
  const head = mail.slice(0, mail.indexOf('Content-Type:'))
  const part = mail.slice(mail.indexOf('Content-Type: text/html'), mail.lastIndexOf('\r\n--b--'))
  return Buffer.from(head + part)
}
