import { addressKey } from '../mail/addresses.ts'
import { firstWords, harmlessText } from '../mail/harmless-text.ts'
import type { Reading } from '../mail/reading.ts'
import type { InboundState, TraceStep } from '../store/tables/mailbag.ts'
import type { Settlement } from './mailbag/received.ts'
import type { Case, Ending } from './routing/case.ts'

/** The strongest ending names the state of the whole mail: something filed is filed, and what is held is not forgotten. */
const STRENGTH: InboundState[] = ['held', 'filed', 'failed', 'refused', 'ignored']

const SUBJECT_SHOWN = 150
const WORDS_SHOWN = 200

export function settled(open: Case, endings: Ending[]): Settlement {
  const strongest =
    STRENGTH.find((state) => endings.some((one) => one.state === state)) ?? 'ignored'
  const verified = open.verified || endings.some((one) => one.verified)
  const reasons = endings.filter((one) => one.state === strongest).map((one) => one.reason)
  return {
    state: strongest,
    reason: reasons.find((reason) => reason !== null) ?? null,
    messageId: open.reading.messageId,
    class: open.reading.class,
    verified,
    steps: [
      readStep({ ...open, verified }, strongest === 'held'),
      ...endings.map((one) => one.step),
    ],
    at: open.at,
  }
}

/** Of a mail that waits the trace says how it begins: somebody must decide about it. */
function readStep({ reading, author, verified, proof, at }: Case, waits: boolean): TraceStep {
  const { class: mailClass, classReasons, flaws, unparsed } = reading
  const from = addressKey(author.mailbox.address)
  return {
    at,
    step: 'read',
    details: {
      from,
      verified,
      class: mailClass,
      classReasons,
      ...(waits ? beginningOf(reading) : {}),
      ...(proof ? { authentication: proof } : {}),
      ...(flaws.length > 0 ? { flaws } : {}),
      ...(unparsed ? { unparsed } : {}),
    },
  }
}

function beginningOf(reading: Reading): { subject: string; words: string } {
  return {
    subject: harmlessText(reading.subject ?? '', SUBJECT_SHOWN),
    words: harmlessText(firstWords(reading.newText), WORDS_SHOWN),
  }
}
