import { splitAddress } from '../addresses.ts'
import { decodeText } from '../charsets/charset.ts'
import { headerValue, readHeaderLines } from '../header/headers.ts'
import { readIds } from '../header/ids.ts'
import { leavesOf, type MimePart } from '../parts/mime-part.ts'
import type { BounceReport } from '../reading.ts'
import { type Failure, readDsnText } from './bounce-dsn.ts'
import { readPostedReport } from './bounce-json.ts'
import { type Original, readOriginal } from './bounce-original.ts'
import { type BounceClue, isAnswer, looksLikeBounce } from './bounce-signs.ts'
import { readBounceText, readLocalNames, summaryOf } from './bounce-text.ts'
import { judgeFailures } from './bounce-verdict.ts'

const receiptType = 'message/disposition-notification'

/**
 * Reads a report that a mail could not be delivered, or not yet: RFC 3464 where the sender keeps to it, else the words
 * and the copy of the original. Null where the mail is no such report.
 */
export function readBounce(clue: BounceClue): BounceReport | null {
  const stated = leavesOf(clue.root)
    .filter(isStatusPart)
    .flatMap((part) => readDsnText(textOf(part)))
  const receipt = leavesOf(clue.root).find((part) => part.type === receiptType)
  if (receipt) return readReceipt(receipt, clue)
  if (isAnswer(clue)) return null
  if (stated.length === 0 && !looksLikeBounce(clue)) return null
  const original = readOriginal(clue.root, clue.text)
  const failures =
    stated.length > 0
      ? withWords(withRealAddresses(stated, clue, original), clue)
      : failuresOf(clue, original)
  return { recipients: judgeFailures(failures, clue), originalMessageId: original.messageId }
}

/** A read receipt has no failed recipients; it names the mail that was read. RFC 3798 section 3.2.5. */
function readReceipt(part: MimePart, clue: BounceClue): BounceReport {
  const named = readIds(headerValue(readHeaderLines(part.content), 'original-message-id'))[0]
  const messageId = named ?? readOriginal(clue.root, clue.text).messageId
  return { recipients: [], originalMessageId: messageId }
}

/** A report may name a host or a pipe where the address should be: then the words are asked. */
function withRealAddresses(stated: Failure[], clue: BounceClue, original: Original): Failure[] {
  if (stated.some((failure) => /[^@]@[^@]/.test(failure.address))) return stated
  const [guessed] = guess(clue, original)
  return guessed ? [{ ...stated[0]!, address: guessed.address }, ...stated.slice(1)] : stated
}

/** Where the fields have no words of the remote server, the text may have them beside the address (OpenSMTPD). */
function withWords(stated: Failure[], clue: BounceClue): Failure[] {
  if (stated.every((failure) => failure.reason !== '')) return stated
  const named = readBounceText(reportText(clue), new Set())
  return stated.map((failure) => {
    if (failure.reason !== '') return failure
    const key = failure.address.toLowerCase()
    const found = named.find((one) => one.address.toLowerCase() === key)
    return found ? { ...failure, reason: found.reason } : failure
  })
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
  return original.to.slice(0, 1).map((address) => ({
    address,
    action: 'failed',
    status: null,
    reason: summaryOf(reportText(clue)),
  }))
}

/** Exim and Gmail name the failed addresses in a field of the header. */
function mergeFailed(header: string, named: Failure[], clue: BounceClue): Failure[] {
  return header
    .split(',')
    .map((raw) => raw.trim())
    .filter((address) => address.includes('@'))
    .map((address) => {
      const known = named.find((failure) => failure.address.toLowerCase() === address.toLowerCase())
      return (
        known ?? { address, action: 'failed', status: null, reason: summaryOf(reportText(clue)) }
      )
    })
}
