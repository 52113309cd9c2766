import type { Failure } from './bounce-dsn.ts'

type Posted = {
  notificationType?: string
  eventType?: string
  bounce?: { bounceType?: string; bouncedRecipients?: PostedRecipient[] }
  delivery?: { recipients?: string[] }
  Message?: string
}
type PostedRecipient = {
  emailAddress?: string
  action?: string
  status?: string
  diagnosticCode?: string
}

/** Is this one of the reports that Amazon SES sends by mail as JSON? */
export function isPostedReport(text: string): boolean {
  const start = text.slice(0, 2000)
  return (
    /^\s*\{/.test(start) &&
    /notificationType|eventType|"Type"\s*:\s*"Notification"/.test(start) &&
    readPostedReport(text) !== null
  )
}

/** Is it a complaint in that form? */
export function isPostedComplaint(text: string): boolean {
  return /^\s*\{/.test(text) && /^Complaint$/i.test(typeOf(parse(text)))
}

/** The recipients of such a report; null where the text is none. */
export function readPostedReport(text: string): Failure[] | null {
  if (!/^\s*\{/.test(text)) return null
  const posted = parse(text)
  if (/^Delivery$/i.test(typeOf(posted))) return (posted?.delivery?.recipients ?? []).map(delivered)
  if (!/^Bounce$/i.test(typeOf(posted))) return null
  return (posted?.bounce?.bouncedRecipients ?? []).map((recipient) =>
    failed(recipient, posted?.bounce?.bounceType),
  )
}

function typeOf(posted: Posted | null): string {
  return posted?.notificationType ?? posted?.eventType ?? ''
}

function delivered(address: string): Failure {
  return { address, action: 'delivered', status: '2.0.0', reason: '' }
}

function failed(recipient: PostedRecipient, type: string | undefined): Failure {
  const status = recipient.status ?? (type === 'Transient' ? '4.0.0' : null)
  const reason = (recipient.diagnosticCode ?? '').replace(/^smtp;\s*/i, '')
  return {
    address: String(recipient.emailAddress ?? ''),
    action: recipient.action ?? 'failed',
    status,
    reason,
  }
}

/** The JSON at the beginning of the text; a footer may follow. A notification may be wrapped in another. */
function parse(text: string): Posted | null {
  const end = text.lastIndexOf('}')
  const signature = text.indexOf('\n--\n')
  const source = text.slice(0, signature > 0 ? signature : end + 1)
  const posted = parseJson(source.replace(/\r?\n ?/g, '')) ?? parseJson(source)
  return posted && typeof posted.Message === 'string' ? parseJson(posted.Message) : posted
}

function parseJson(source: string): Posted | null {
  try {
    const value: unknown = JSON.parse(source.slice(0, 500_000))
    return typeof value === 'object' && value !== null ? (value as Posted) : null
  } catch {
    return null
  }
}
