import { fingerprintOf } from './fingerprint.ts'
import { type Head, readHead } from './header/head.ts'
import { bodyOffset, readHeaderLines } from './header/headers.ts'
import { readPassedOn } from './header/passed-on.ts'
import { readAttachments } from './parts/attachments.ts'
import { type Body, readBody } from './parts/body.ts'
import { readAnswerToInvite, readInvite } from './parts/invite.ts'
import type { MimePart } from './parts/mime-part.ts'
import { parseMail } from './parts/parse.ts'
import { protectionFlaws } from './parts/protection.ts'
import { unpackParts } from './parts/unpack.ts'
import type { Envelope, Reading } from './reading.ts'
import { classify } from './reports/automatic.ts'
import { hasNullSender } from './reports/automatic-signs.ts'
import { readBounce } from './reports/bounce-report.ts'
import { storable } from './storable.ts'
import { readCommands } from './trimming/commands.ts'
import { cutBody } from './trimming/cut-body.ts'
import { readForwarded } from './trimming/forwarded.ts'
import { newTextOf } from './trimming/reply-text.ts'

/** A mail that could not be read in its limits is not read far: this runs where others wait. */
const longestHeadOnly = 256 * 1024
const longestTextOfHeadOnly = 10_000

/**
 * Reads one raw mail. Never throws: what cannot be read is named in `unparsed`, with whatever could be read besides.
 * RFC 5322 for the header, RFC 2045 to 2049 for the parts.
 */
export async function readMail(source: Uint8Array, envelope: Envelope): Promise<Reading> {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  try {
    return await readWhole(bytes, envelope)
  } catch (error) {
    return readHeadOnly(
      bytes,
      `not readable: ${error instanceof Error ? error.message : 'unknown'}`,
    )
  }
}

/** A reading of the header alone, for a mail whose body could not be read in its limits. Takes milliseconds at most. */
export function readHeadOnly(source: Uint8Array, unparsed: string): Reading {
  const length = Math.min(source.byteLength, longestHeadOnly)
  const bytes = Buffer.from(source.buffer, source.byteOffset, length)
  const section = bodyOffset(bytes)
  const head = readHead(readHeaderLines(bytes.subarray(section.header, section.body)))
  const text = bytes.toString('latin1', section.body, section.body + longestTextOfHeadOnly)
  return finish({
    ...emptyReading(head),
    text,
    parts: [{ kind: 'new', text }],
    newText: text,
    unparsed,
  })
}

async function readWhole(source: Buffer, envelope: Envelope): Promise<Reading> {
  const parsed = await parseMail(source)
  const { root, flaws } = unpackParts(parsed.root)
  const head = readHead(root.headers)
  const body = withWords(readBody(root), root)
  const { flaws: cutFlaws, sure, ...cut } = cutBody(body)
  const newText = newTextOf(cut.parts)
  const nature = readNature(root, head, { text: cut.text, envelope })
  return finish({
    ...emptyReading(head),
    ...nature,
    ...cut,
    newText,
    html: body.html,
    attachments: readAttachments(root, body.used),
    forwarded: nature.bounce ? null : readForwarded(root, { parts: cut.parts, sure }, head.subject),
    passedOn: readPassedOn(root.headers, head),
    invite: readInvite(root),
    ...readCommands(newText, sure),
    flaws: [
      ...new Set([
        ...parsed.flaws,
        ...flaws,
        ...head.flaws,
        ...body.flaws,
        ...protectionFlaws(root, cut.text),
        ...cutFlaws,
      ]),
    ],
  })
}

/** The answer to an invitation is words enough where its author wrote no others. */
function withWords(body: Body, root: MimePart): Body {
  const isBlank = body.text.trim() === '' && !body.html?.includes('<img')
  const answer = isBlank ? readAnswerToInvite(root) : null
  return answer === null ? body : { ...body, text: answer, html: null, walk: null }
}

type Nature = Pick<Reading, 'class' | 'classReasons' | 'mayAnswer' | 'bounce'>

/** Who or what wrote the mail. */
function readNature(
  root: MimePart,
  head: Head,
  seen: { text: string; envelope: Envelope },
): Nature {
  const nullSender = hasNullSender(root.headers, seen.envelope)
  const bounce = readBounce({ root, nullSender, text: seen.text, ...head })
  const classified = classify({ ...head, ...seen, headers: root.headers, root, bounce })
  return {
    class: classified.class,
    classReasons: classified.reasons,
    mayAnswer: classified.mayAnswer,
    bounce,
  }
}

function finish(read: Omit<Reading, 'fingerprint'>): Reading {
  const { value: reading, flaws } = storable(read)
  return {
    ...reading,
    flaws: [...reading.flaws, ...flaws],
    fingerprint: fingerprintOf(reading),
  }
}

function emptyReading(head: Head): Omit<Reading, 'fingerprint'> {
  const { flaws, ...fields } = head
  return {
    ...fields,
    text: '',
    parts: [],
    newText: '',
    html: null,
    htmlParts: [],
    attachments: [],
    class: 'human',
    classReasons: [],
    mayAnswer: false,
    bounce: null,
    forwarded: null,
    passedOn: null,
    invite: null,
    commands: [],
    strayCommands: [],
    wholeBody: null,
    flaws,
    unparsed: null,
  }
}
