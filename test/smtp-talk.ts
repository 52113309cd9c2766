import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

/**
 * Says each line in turn; with a second list begins TLS then, and says that.
 * @returns each answer with all its lines, the greeting first
 */
export async function talk(port: number, lines: string[], afterTls?: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  const answers = await say(socket, lines, true)
  if (afterTls) {
    if (!lines.some((line) => line.startsWith('STARTTLS')))
      answers.push(...(await say(socket, ['STARTTLS'], false)))
    answers.push(...(await say(await overTls(socket), afterTls, false)))
  }
  socket.destroy()
  return answers
}

/** The name on the server's certificate, or all of it. */
export async function certificateOf(
  port: number,
  what: 'name' | 'whole' = 'name',
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await say(socket, ['EHLO x', 'STARTTLS'], true)
  const certificate = (await overTls(socket)).getPeerCertificate()
  socket.destroy()
  return what === 'name' ? certificate.subjectaltname! : certificate.fingerprint256
}

function overTls(socket: Socket): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({ socket, rejectUnauthorized: false }, () => resolve(secured))
    secured.on('error', reject)
  })
}

/** An answer is what ends with a line whose code a blank follows: RFC 5321 section 4.2.1. */
function say(socket: Socket, lines: string[], isGreeted: boolean): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = []
    const waiting = [...lines]
    let held = ''
    const next = () => {
      const line = waiting.shift()
      if (line !== undefined) return socket.write(`${line}\r\n`)
      socket.removeAllListeners('data')
      return resolve(answers)
    }
    socket.on('error', reject)
    socket.on('close', () => resolve(answers))
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1')
      for (let end = endOf(held); end > 0; end = endOf(held)) {
        answers.push(held.slice(0, end).trim())
        held = held.slice(end)
        next()
      }
    })
    if (!isGreeted) next()
  })
}

function endOf(text: string): number {
  const last = /^\d{3} .*\r\n/m.exec(text)
  return last ? last.index + last[0].length : 0
}
