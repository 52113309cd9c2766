import { connect, type Socket } from 'node:net'

/** A load of mails over some sessions, and how long each waited for its 250. */
export type Load = {
  port: number
  sessions: number
  mails: number
  from: string
  to: string
  source(index: number): string
}
export type LoadResult = { seconds: number; waits: number[] }

/**
 * Speaks SMTP over raw sockets, MAIL, RCPT and DATA in one write (RFC 2920), so that it costs less than any server it measures.
 * @throws when a server refuses a mail
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  let next = 0
  const waits: number[] = []
  const sessions = await Promise.all(
    Array.from({ length: load.sessions }, () => openSession(load.port)),
  )
  const started = performance.now()
  await Promise.all(
    sessions.map(async (session) => {
      for (let index = next++; index < load.mails; index = next++)
        waits.push(await sendOne(session, load, index))
    }),
  )
  const seconds = (performance.now() - started) / 1000
  for (const session of sessions) session.socket.destroy()
  return { seconds, waits }
}

type Session = { socket: Socket; reply(code: number): Promise<void> }

async function openSession(port: number): Promise<Session> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const session = { socket, reply: replyReader(socket) }
  await session.reply(220)
  socket.write('EHLO bench.test\r\n')
  await session.reply(250)
  return session
}

async function sendOne(session: Session, load: Load, index: number): Promise<number> {
  const body = `${load.source(index)}\r\n.\r\n`
  const started = performance.now()
  session.socket.write(`MAIL FROM:<${load.from}>\r\nRCPT TO:<${load.to}>\r\nDATA\r\n`)
  await session.reply(250)
  await session.reply(250)
  await session.reply(354)
  session.socket.write(body)
  await session.reply(250)
  return performance.now() - started
}

function replyReader(socket: Socket): (code: number) => Promise<void> {
  let held = ''
  let waiting: (() => void) | null = null
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    held += chunk
    waiting?.()
  })
  socket.on('close', () => waiting?.())

  return async (code) => {
    for (;;) {
      const line = /^(\d{3})([ -])[^\n]*\n/.exec(held)
      if (line) {
        held = held.slice(line[0].length)
        if (line[2] === '-') continue
        if (Number(line[1]) !== code) throw new Error(`expected ${code}, got ${line[0].trim()}`)
        return
      }
      if (socket.destroyed) throw new Error('the server closed the line')
      await new Promise<void>((resolve) => {
        waiting = resolve
      })
    }
  }
}

/** A mail of about this many bytes that reads like one: an answer with a quote, or an HTML newsletter with a text part. */
export function mailOf(kind: '2KB' | '30KB' | '2MB', run: string): (index: number) => string {
  const words =
    'The new leg for the table has arrived and we shall fit it on Friday if nobody minds. '
  const head = (index: number) =>
    `From: Vic Moreau <vic@vendor.test>\r\nTo: Support <support@example.test>\r\nSubject: Re: Printer on fire\r\n` +
    `Date: Sat, 21 Nov 2026 09:00:00 +0000\r\nMessage-ID: <${run}.${index}@vendor.test>\r\nMIME-Version: 1.0\r\n`
  const text = `Hello Kim,\r\n\r\n${lines(words, 1000)}\r\n\r\nVic\r\n\r\nOn Fri, 20 Nov 2026, Kim wrote:\r\n${lines(`> ${words}`, 600)}`
  if (kind === '2KB')
    return (index) =>
      `${head(index)}Content-Type: text/plain; charset=utf-8\r\n\r\nNumber ${index}. ${text}`
  if (kind === '30KB') return (index) => alternative(head(index), `Number ${index}. ${text}`, words)

  const file = lines('A'.repeat(76), 2_000_000)
  return (index) =>
    `${head(index)}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNumber ${index}. ${text}\r\n` +
    `--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${file}\r\n--b--`
}

function alternative(head: string, text: string, words: string): string {
  const row = `<tr><td style="padding:4px;color:#333"><p>${words}<a href="https://vendor.test/parts?id=7">part 7</a></p></td></tr>\r\n`
  const html = `<html><body><table>\r\n${lines(row, 27_000)}</table></body></html>`
  return (
    `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n` +
    `--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--`
  )
}

function lines(line: string, bytes: number): string {
  const one = line.endsWith('\r\n') ? line : `${line}\r\n`
  return one.repeat(Math.ceil(bytes / one.length))
}
