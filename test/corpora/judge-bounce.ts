import type { BouncedRecipient } from '../../gateway/mail/reading.ts'
import type { Expected, Read } from './cases.ts'
import { listOf, miss, sameAddresses } from './compare.ts'

/** Is it a bounce, whose mail failed, for good or for now? */
export function judgeBounce(expect: Expected, { reading }: Read): string[] {
  const wrong: string[] = []
  const recipients = reading.bounce?.recipients ?? []
  const isBounce = reading.class === 'bounce' || reading.class === 'delay'
  if (expect['bounce'] !== undefined && expect['bounce'] !== isBounce)
    wrong.push(
      miss('bounce', [expect['bounce'], expect['kind']], [reading.class, reading.classReasons]),
    )
  if (expect['recipients'] && !sameAddresses(expect['recipients'], recipients))
    wrong.push(miss('recipients', expect['recipients'], recipients))
  wrong.push(...judgeKind(expect, recipients))
  if (expect['kind'] === 'feedback' && reading.class !== 'complaint')
    wrong.push(miss('feedback', 'complaint', reading.class))
  const original = expect['original_message_id']?.replace(/[<>]/g, '')
  if (original && original !== reading.bounce?.originalMessageId)
    wrong.push(miss('original_message_id', original, reading.bounce?.originalMessageId))
  return wrong
}

/** `hard` is that the address is dead; `permanent` is any refusal for good. */
function judgeKind(expect: Expected, recipients: BouncedRecipient[]): string[] {
  const told = [expect['kind'], expect['status'], expect['reason']]
  const isForGood = ({ kind, status }: BouncedRecipient): boolean =>
    kind === 'hard' || kind === 'policy' || (status ?? '').startsWith('5')
  const isForNow = ({ kind, status }: BouncedRecipient): boolean =>
    kind === 'delay' || kind === 'soft' || (status ?? '').startsWith('4')
  if (expect['kind'] === 'permanent' && !recipients.every(isForGood))
    return [miss('kind', told, recipients)]
  if (expect['kind'] === 'temporary' && !recipients.every(isForNow))
    return [miss('kind', told, recipients)]
  const isHard = recipients.some(({ kind }) => kind === 'hard')
  return typeof expect['hard'] === 'boolean' && expect['hard'] !== isHard
    ? [miss('hard', [expect['hard'], ...told], recipients)]
    : []
}

/** The enhanced codes; of `5.0.9xx`, a source's own number for a report without a status, the class counts. */
export function judgeStatus(expect: Expected, { reading }: Read): string[] {
  const seen = (reading.bounce?.recipients ?? []).map(({ status }) => status ?? '')
  const isFound = (want: string): boolean =>
    /^[245]\.0\.9\d\d$/.test(want)
      ? seen.some((status) => status[0] === want[0])
      : seen.includes(want)
  const missing = listOf<string>(expect['status']).filter((want) => want && !isFound(want))
  return missing.length > 0 ? [miss('status', missing, reading.bounce?.recipients)] : []
}
