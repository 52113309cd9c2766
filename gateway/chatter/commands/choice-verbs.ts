import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { Way } from '../../store/tables/people.ts'
import { chooseForThread, chooseInGeneral, waysFor } from '../followers/choices.ts'
import { findFollower } from '../followers/follow.ts'
import { referenceOf } from '../records/records.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** How somebody hears, by mail: of the record, or of everything. */
export const CHOICE_VERBS: Verb[] = [
  {
    name: 'notify',
    who: 'everybody',
    takes: 'email|inbox|digest|nothing|general [everywhere]',
    help: 'chooses how you hear of the record, or of everything',
    act: choose,
  },
]

const HOW: Record<Way, string> = {
  email: 'by a mail for each message',
  inbox: 'on the web only',
  digest: 'by one mail now and then',
  nothing: 'of nothing but what names you',
}

async function choose(tx: Tx, order: Order): Promise<Answer> {
  const { by, at } = order
  const [, word = '', everywhere] = /^(\w+)(\s+everywhere)?$/i.exec(order.said.trim()) ?? []
  const way = waysFor(by).find((one) => one === word.toLowerCase()) ?? null
  if (!way && (everywhere || word.toLowerCase() !== 'general'))
    throw new Refused('bad-input', `Write one of ${waysFor(by).join(', ')}, or general.`)
  if (everywhere && way) {
    await chooseInGeneral(tx, by, { way, at })
    return { says: `You hear ${HOW[way]}, where you have not chosen otherwise.`, tell: true }
  }
  const open = await recordOf(tx, order)
  const follower = await findFollower(tx, open.thread.id, by.id)
  const mutedUntil = follower?.muted_until ?? null
  await chooseForThread(tx, by, { thread: open.thread.id, way, mutedUntil, at })
  const how = way ? HOW[way] : 'as of everything else'
  return { says: `Of ${referenceOf(open)} you hear ${how}.`, tell: true }
}
