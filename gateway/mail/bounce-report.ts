import { splitAddress } from './addresses.ts'
import { type Failure, readDsnText } from './bounce-dsn.ts'
import { readPostedReport } from './bounce-json.ts'
import { type Original, readOriginal } from './bounce-original.ts'
import { type BounceClue, isAnswer, looksLikeBounce } from './bounce-signs.ts'
import { readBounceText, readLocalNames, reportLines } from './bounce-text.ts'
import { judge, type Verdict } from './bounce-words.ts'
import { decodeText } from './charset.ts'
import { headerValue } from './headers.ts'
import { leavesOf, type MimePart } from './mime-part.ts'
import type { BouncedRecipient, BounceReport } from './reading.ts'

/**
 * Reads a report that a mail could not be delivered, or not yet: RFC 3464 where the sender keeps to it, else the words
 * and the copy of the original. Null where the mail is no such report.
 */
export function readBounce(clue: BounceClue): BounceReport | null {
  const stated = leavesOf(clue.root)
    .filter(isStatusPart)
    .flatMap((part) => readDsnText(textOf(part)))
  if (isAnswer(clue)) return null
  if (stated.length === 0 && !looksLikeBounce(clue)) return null
  const original = readOriginal(clue.root, clue.text)
  const failures =
    stated.length > 0 ? withRealAddresses(stated, clue, original) : failuresOf(clue, original)
  return report(failures, clue, original)
}

/** A report may name a host or a pipe where the address should be: then the words are asked. */
function withRealAddresses(stated: Failure[], clue: BounceClue, original: Original): Failure[] {
  if (stated.some((failure) => /[^@]@[^@]/.test(failure.address))) return stated
  const [guessed] = guess(clue, original)
  return guessed ? [{ ...stated[0]!, address: guessed.address }, ...stated.slice(1)] : stated
}

/** Status fields in ordinary text or in a report within the report; else the words. */
function failuresOf(clue: BounceClue, original: Original): Failure[] {
  const posted = readPostedReport(clue.text)
  if (posted) return posted
  const inText = readDsnText(reportText(clue))
  if (inText.length > 0) return inText
  const attached = leavesOf(clue.root).filter((leaf) => leaf.type === 'message/rfc822')
  const inner = attached.flatMap((part) => readDsnText(textOf(part)))
  return inner.length > 0 ? inner : guess(clue, original)
}

function isStatusPart(part: MimePart): boolean {
  return part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status'
}

function textOf(part: MimePart): string {
  return decodeText(part.content.subarray(0, 2_000_000), part.params['charset'] ?? null).text
}

function reportText(clue: BounceClue): string {
  return clue.text.slice(0, 500_000)
}

function guess(clue: BounceClue, original: Original): Failure[] {
  const header = headerValue(clue.root.headers, 'x-failed-recipients')
  const ignored = new Set(
    [...clue.to, ...clue.from].map((mailbox) => mailbox.address.toLowerCase()),
  )
  for (const author of original.from) ignored.add(author.toLowerCase())
  const named = readBounceText(reportText(clue), ignored)
  if (named.length > 0 && named.length >= header.split(',').length) return named
  if (header !== '') return mergeFailed(header, named, clue)
  const local = readLocalNames(
    reportText(clue),
    splitAddress(clue.from[0]?.address ?? '')?.domain ?? '',
  )
  if (local.length > 0) return local
  if (original.to.length === 0) return readBounceText(reportText(clue), new Set())
  return original.to
    .slice(0, 1)
    .map((address) => ({ address, action: 'failed', status: null, reason: summary(clue) }))
}

/** Exim and Gmail name the failed addresses in a field of the header. */
function mergeFailed(header: string, named: Failure[], clue: BounceClue): Failure[] {
  return header
    .split(',')
    .map((raw) => raw.trim())
    .filter((address) => address.includes('@'))
    .map((address) => {
      const known = named.find((failure) => failure.address.toLowerCase() === address.toLowerCase())
      return known ?? { address, action: 'failed', status: null, reason: summary(clue) }
    })
}

function summary(clue: BounceClue): string {
  const words = reportLines(reportText(clue)).join(' ').replace(/\s+/g, ' ')
  return words.replace(boilerplate, '').trim().slice(0, 1000)
}

/** What Exim says in every report says nothing of this one. */
const boilerplate =
  /This message was created automatically[^.]{0,80}\.|A message that you (?:have )?sent (?:could not|has not yet)[^.]{0,80}\.|This is a permanent error[^.]{0,20}\.|The following address\(es\) failed:/g

function report(failures: Failure[], clue: BounceClue, original: Original): BounceReport {
  const recipients = failures.map((failure) => judged(failure, clue))
  return { recipients: merged(recipients), originalMessageId: original.messageId }
}

function judged(failure: Failure, clue: BounceClue): BouncedRecipient {
  const reason = failure.reason || summary(clue)
  const replyCode = /(?:^|[\s:;#(<[])([45]\d\d)(?=[\s\-#)>\]:.,]|$)/.exec(reason)?.[1] ?? null
  const inWords =
    /(?:^|[\s(#\-:[])([45]\.\d{1,3}\.\d{1,3})(?=[\s)\]:;,.]|$)/.exec(reason)?.[1] ?? null
  const status = statusOf(failure.status, inWords)
  const action = failure.action === 'failed' && isDelay(clue, reason) ? 'delayed' : failure.action
  const verdict = verdictOf(clue, {
    reason: `${reason}${stageOf(clue, reason)}`,
    status,
    replyCode,
  })
  const kind = action === 'delayed' ? 'delay' : verdict.kind
  return { address: failure.address, action, status: verdict.status, replyCode, kind, reason }
}

/**
 * A server that took the recipient and says "unknown user" to the mail itself has refused the mail (mobile carriers filter
 * that way). Where it had refused the recipient as well, the words stand. RFC 5321 section 3.3.
 */
function stageOf(clue: BounceClue, reason: string): string {
  const words = reason.replace(/\s+/g, ' ').slice(0, 200)
  const text = reportText(clue).slice(0, 50_000).replace(/\s+/g, ' ')
  const refusedBefore = /(?:need|no valid|before) (?:rcpt|recipients?)/i.test(text)
  if (refusedBefore || !/unknown user|user unknown/i.test(words)) return ''
  const answered = text.includes(`>>> DATA <<< ${words}`)
  const postfix = text.includes(`${words} (in reply to end of DATA command)`)
  return answered || postfix ? ' (in reply to end of DATA command)' : ''
}

/** Where the words next to the address say nothing, the whole report is judged. */
function verdictOf(
  clue: BounceClue,
  found: { reason: string; status: string | null; replyCode: string | null },
): Verdict {
  const verdict = judge(found.reason, found.status, found.replyCode)
  return verdict.sure
    ? verdict
    : judge(`${found.reason} ${summary(clue)}`, found.status, found.replyCode)
}

/** The field, unless it says nothing, or the remote server's own code is of the other class. */
function statusOf(field: string | null, inWords: string | null): string | null {
  if (!field || field.endsWith('.0.0')) return inWords ?? field
  return inWords && inWords[0] !== field[0] ? inWords : field
}

const delayed =
  /will be retried|will (?:continue|keep) (?:to be attempted|trying|to try|attempting)|no action is required on your part|warning message only|has not (?:yet )?been delivered|still (?:trying|being retried)|delivery attempts will continue|not yet delivered|you do not need to resend/i

function isDelay(clue: BounceClue, reason: string): boolean {
  const text = clue.text.slice(0, 20_000)
  if (/envelope expired/i.test(reason)) return false
  if (delayed.test(text)) return true
  if (/expired|giving up|given up|gave up/i.test(reason)) return false
  return (
    /delayed|\bdelay\b|verzögert|retrasad/i.test(clue.subject ?? '') &&
    !/fail/i.test(clue.subject ?? '')
  )
}

function merged(recipients: BouncedRecipient[]): BouncedRecipient[] {
  const found = new Map<string, BouncedRecipient>()
  for (const recipient of recipients) {
    const key = recipient.address.toLowerCase()
    if (!found.has(key)) found.set(key, recipient)
  }
  return [...found.values()]
}
