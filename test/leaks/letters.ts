import type { Letter } from './cast.ts'
import type { LeftMail } from './world.ts'

/** What somebody reads in a mail: its header as it stands, and every part in the clear. */
export function readLetter({ source, message }: LeftMail): Letter & { head: string; all: string } {
  const [head] = source.split('\r\n\r\n', 1) as [string]
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ')
  const parts = source.split(/\r\n--[^\r\n]+\r\n/).map(inTheClear)
  return {
    head: unfolded,
    all: [unfolded, ...parts].join('\n'),
    text: parts[1] ?? '',
    messageId: idsIn(unfolded, 'Message-ID')[0] ?? '',
    references: idsIn(unfolded, 'References'),
    replyTo: /^Reply-To:.*?<?([^\s<>]+@[^\s<>]+)>?\s*$/im.exec(unfolded)?.[1] ?? '',
    message,
  }
}

export function idsIn(head: string, field: string): string[] {
  const value = new RegExp(`^${field}:(.*)$`, 'im').exec(head)?.[1] ?? ''
  return [...value.matchAll(/<([^<>]+)>/g)].map(([, id]) => id!)
}

function inTheClear(part: string): string {
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(head)) return `${head}\n${Buffer.from(body, 'base64').toString()}`
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
