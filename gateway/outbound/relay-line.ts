import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { envelopeAddress } from './envelope-address.ts'

/** One mail as a relay is handed it. */
export type Parcel = { from: string; to: string; source: Buffer }

export type RelaySettings = {
  host: string
  port: number
  secure: boolean
  auth: { user: string; pass: string } | null
}

/** A connection to the relay that takes one mail after the other. */
export type RelayLine = {
  /**
   * @returns the relay's answer to the whole mail, in its words
   * @throws what nodemailer throws, with the relay's code and words; StaleLine where the relay has closed the line meanwhile
   */
  send(parcel: Parcel): Promise<string>
  /** Whether another mail may be handed to it. */
  usable(): boolean
  close(): void
}

/** The relay closed a line that had waited, before a byte of this mail was sent: it may go by another one. */
export class StaleLine extends Error {}

const MAILS_A_LINE = 1000
const TIMEOUT = 60_000

/** @throws where the relay cannot be reached, does not greet us or refuses to sign us in */
export async function openRelayLine(settings: RelaySettings): Promise<RelayLine> {
  const { auth, ...where } = settings
  const line = new SMTPConnection({
    ...where,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
  })
  let open = true
  let mails = 0
  // told by the step that it hits; between steps nobody needs to know
  line.on('error', () => {})
  line.on('end', () => {
    open = false
  })
  const shut = () => {
    open = false
    line.close()
  }
  try {
    await step(line, (done) => line.connect(done))
    if (auth) await signIn(line, auth)
  } catch (failure) {
    shut()
    throw failure
  }
  return {
    async send(parcel) {
      const words = new Readable({
        read() {
          this.push(parcel.source)
          this.push(null)
        },
      })
      const isFirst = mails++ === 0
      try {
        return await handOver(line, parcel, words)
      } catch (failure) {
        const again = !isFirst && !words.readableDidRead && isOfTheLine(failure)
        if (!open || !isOfTheMail(failure) || !(await startsOver(line))) shut()
        throw again ? new StaleLine('The relay has closed the line.') : failure
      }
    },
    usable: () => open && mails < MAILS_A_LINE,
    close() {
      if (open) line.quit()
      open = false
    },
  }
}

/**
 * One step of a line. The library tells some failures by its callback and others by an event alone: the line's end ends every step.
 */
function step<Result>(
  line: SMTPConnection,
  begin: (done: (failure?: Error | null, result?: Result) => void) => void,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('The relay has closed the line.'))
    const settle = (act: () => void) => {
      line.off('error', reject)
      line.off('end', ended)
      act()
    }
    line.once('error', reject)
    line.once('end', ended)
    begin((failure, result) => settle(() => (failure ? reject(failure) : resolve(result))))
  })
}

function signIn(line: SMTPConnection, auth: { user: string; pass: string }): Promise<unknown> {
  if (!line.allowsAuth) return Promise.resolve()
  return step(line, (done) => line.login({ ...auth, credentials: auth }, done))
}

async function handOver(line: SMTPConnection, parcel: Parcel, words: Readable): Promise<string> {
  const envelope = { from: envelopeAddress(parcel.from), to: [envelopeAddress(parcel.to)] }
  const outcome = await step<{ response?: string }>(line, (done) =>
    line.send(envelope, words, done),
  )
  return outcome?.response ?? ''
}

type SmtpFailure = { code?: string; responseCode?: number }

/** The mail was refused, the line is as good as before. RFC 5321 section 3.8: 421 says that the relay closes it. */
function isOfTheMail(failure: unknown): boolean {
  const { code = '', responseCode } = failure as SmtpFailure
  return ['EENVELOPE', 'EMESSAGE'].includes(code) && responseCode !== 421
}

function isOfTheLine(failure: unknown): boolean {
  const { code = '', responseCode } = failure as SmtpFailure
  return responseCode === 421 || ['ECONNECTION', 'ESOCKET', 'ETIMEDOUT'].includes(code)
}

/** RFC 5321 section 4.1.1.5: RSET forgets the mail that was refused. @returns whether the relay agreed */
function startsOver(line: SMTPConnection): Promise<boolean> {
  return step(line, (done) => line.reset(done)).then(
    () => true,
    () => false,
  )
}
