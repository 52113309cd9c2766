import type { BouncedRecipient } from '../reading.ts'
import { categorised } from './bounce-categories.ts'
import type { Failure } from './bounce-dsn.ts'
import type { BounceClue } from './bounce-signs.ts'
import { summaryOf } from './bounce-text.ts'
import { judge, type Verdict } from './bounce-words.ts'

/** What the whole report says, looked up once for all its recipients. */
type Report = {
  summary: string
  transcript: string
  delayed: boolean
  failed: boolean
  /** It speaks of one recipient only: every code in it is about that one. */
  alone: boolean
}

const longestReport = 50_000
const mostRecipients = 2000

/** Says of each failed recipient whether the address is dead, the mail was refused, or it may work later. */
export function judgeFailures(failures: Failure[], clue: BounceClue): BouncedRecipient[] {
  const report = reportOf(clue, failures.length === 1)
  const found = new Map<string, BouncedRecipient>()
  for (const failure of failures) {
    const key = failure.address.toLowerCase()
    if (found.size < mostRecipients && !found.has(key)) found.set(key, judged(failure, report))
  }
  return [...found.values()]
}

function reportOf({ text, subject }: BounceClue, alone: boolean): Report {
  const start = text.slice(0, longestReport)
  return {
    summary: summaryOf(start),
    transcript: start.replace(/\s+/g, ' '),
    delayed: delayed.test(start.slice(0, 20_000)),
    failed:
      !/delayed|\bdelay\b|verzögert|retrasad/i.test(subject ?? '') || /fail/i.test(subject ?? ''),
    alone,
  }
}

function judged(failure: Failure, report: Report): BouncedRecipient {
  const reason = reasonOf(failure, report)
  const words = failure.reason === '' && !report.alone ? '' : reason
  const replyCode = anyReplyCode.exec(words)?.[1] ?? null
  const gone = isGone(failure, reason)
  const given = gone ? '5.4.7' : statusOf(failure.status, anyStatus.exec(words)?.[1] ?? null)
  const action = gone ? 'failed' : actionOf(failure, report, reason)
  const staged = `${reason}${stageOf(report, reason)}`
  const verdict =
    categorised(failure) ?? verdictOf(report, { reason: staged, status: given, replyCode })
  const kind = action === 'delayed' ? 'delay' : verdict.kind
  const status = given ?? derivedStatus(action, verdict.status)
  return { address: failure.address, action, status, replyCode, kind, reason }
}

const anyReplyCode = /(?:^|[\s:;#(<[])([45]\d\d)(?=[\s\-#)>\]:.,]|$)/
const anyStatus = /(?:^|[\s(#\-:[])([45]\.\d{1,3}\.\d{1,3})(?=[\s)\]:;,.]|$)/
/** `550 5.1.1`, as no sentence has it: RFC 3463 section 2. */
const codePair = /\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}(?=[\s)\]:;,.]|$)/

/** The words beside the address. Where they have no code, what the rest of a report on nobody else quotes of a server. */
function reasonOf({ reason }: Failure, { summary, alone }: Report): string {
  if (reason === '') return summary
  if (!alone || anyReplyCode.test(reason) || anyStatus.test(reason)) return reason
  const pair = codePair.exec(summary)
  return pair ? `${reason} ${summary.slice(pair.index)}`.slice(0, 1000) : reason
}

/** OpenSMTPD writes "delayed for more than 0 seconds" of a mail that has expired, and has deleted it. */
function isGone(failure: Failure, reason: string): boolean {
  return failure.action === 'delayed' && /: envelope expired\b/i.test(reason)
}

function actionOf(failure: Failure, report: Report, reason: string): string {
  return failure.action === 'failed' && isDelay(report, reason) ? 'delayed' : failure.action
}

/** A failure is for good and a delay for now, where nothing says otherwise: RFC 3464 section 2.3.3. */
function derivedStatus(action: string, derived: string | null): string {
  if (action === 'delayed') return `4${derived?.slice(1) ?? '.0.0'}`
  return derived ?? '5.0.0'
}

/**
 * A server that took the recipient and says "unknown user" to the mail itself has refused the mail (mobile carriers filter
 * that way). Where it had refused the recipient as well, the words stand. RFC 5321 section 3.3.
 */
function stageOf({ transcript: text }: Report, reason: string): string {
  const words = reason.replace(/\s+/g, ' ').slice(0, 200)
  if (!/unknown user|user unknown/i.test(words)) return ''
  if (/(?:need|no valid|before) (?:rcpt|recipients?)/i.test(text)) return ''
  const answered = text.includes(`>>> DATA <<< ${words}`)
  const postfix = text.includes(`${words} (in reply to end of DATA command)`)
  return answered || postfix ? ' (in reply to end of DATA command)' : ''
}

/** Where the words next to the address say nothing, the whole report is judged. */
function verdictOf(
  report: Report,
  found: { reason: string; status: string | null; replyCode: string | null },
): Verdict {
  const verdict = judge(found.reason, found.status, found.replyCode)
  return verdict.sure
    ? verdict
    : judge(`${found.reason} ${report.summary}`, found.status, found.replyCode)
}

/** The field, unless it says nothing: the remote server's own code, in its words, says more than the reporter made of it. */
function statusOf(field: string | null, inWords: string | null): string | null {
  if (!field || field.endsWith('.0.0')) return inWords ?? field
  return inWords && !inWords.endsWith('.0.0') ? inWords : field
}

const delayed =
  /will be retried|will (?:continue|keep) (?:to be attempted|trying|to try|attempting)|no action is required on your part|warning message only|has not yet been delivered|still (?:trying|being retried)|delivery attempts will continue|not yet delivered|you do not need to resend/i

function isDelay(report: Report, reason: string): boolean {
  if (/envelope expired/i.test(reason)) return false
  if (report.delayed) return true
  if (/expired|giving up|given up|gave up/i.test(reason)) return false
  return !report.failed
}
