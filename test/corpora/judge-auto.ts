import type { MailClass } from '../../gateway/mail/reading.ts'
import type { Expected, Read } from './cases.ts'
import { miss } from './compare.ts'

/** Which of our classes a source's word may mean. */
const meant: Record<string, MailClass[]> = {
  ooo: ['out-of-office', 'auto-reply'],
  vacation: ['out-of-office', 'auto-reply'],
  'auto-reply': ['auto-reply', 'out-of-office'],
  'auto-generated': ['generated', 'bulk', 'auto-reply', 'list'],
  bulk: ['bulk', 'list', 'generated'],
  list: ['list', 'bulk'],
  bounce: ['bounce', 'delay'],
  challenge: ['auto-reply', 'generated'],
  'read-receipt': ['receipt'],
  normal: ['human'],
}

/** Is it a person's mail or a program's, and may a program answer it? Our own sending address is the store's to know. */
export function judgeAuto(expect: Expected, { reading }: Read): string[] {
  const wrong: string[] = []
  const seen = [reading.class, reading.classReasons]
  if (expect['auto'] !== undefined && expect['auto'] !== (reading.class !== 'human'))
    wrong.push(miss('auto', expect['auto'], seen))
  const classes = meant[expect['kind']]
  if (classes && !classes.includes(reading.class)) wrong.push(miss('kind', expect['kind'], seen))
  if (expect['may_auto_respond'] !== undefined && expect['may_auto_respond'] !== reading.mayAnswer)
    wrong.push(miss('may_auto_respond', expect['may_auto_respond'], seen))
  const isBounce = reading.class === 'bounce' || reading.class === 'delay'
  if (expect['bounce'] !== undefined && expect['bounce'] !== isBounce)
    wrong.push(miss('bounce', expect['bounce'], seen))
  return wrong
}

/** A person's mail taken for a program's, the worst mistake: it would be left without an answer. */
export function judgeHuman(expect: Expected, { reading }: Read): string[] {
  const isHuman = expect['auto'] === false || expect['kind'] === 'normal'
  return isHuman && reading.class !== 'human' ? [miss('human', true, reading.class)] : []
}
