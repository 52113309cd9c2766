import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { moveTo } from '../aliases/refile.ts'
import { findMessage } from '../messages/thread-entries.ts'
import { mergeRecords } from '../records/merge.ts'
import { recordByReference, referenceOf } from '../records/records.ts'
import { askToConfirm, isConfirmed } from './confirmations.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** What puts things where they belong. They come after the text, which may be what is moved. */
export const FILING_VERBS: Verb[] = [
  {
    name: 'move',
    who: 'agents',
    takes: 'alias|record',
    help: 'files your text elsewhere; alone: the entry that you answer',
    afterText: true,
    act: move,
  },
  {
    name: 'merge',
    who: 'agents',
    takes: 'record',
    help: 'joins this record to another, once you have confirmed it',
    afterText: true,
    act: merge,
  },
]

async function move(tx: Tx, order: Order): Promise<Answer> {
  const { by, at, said } = order
  const message = order.message ?? (await answeredEntry(tx, order))
  if (!message)
    throw new Refused('bad-input', 'There is nothing to move: answer the mail of an entry.')
  if (said === '') throw new Refused('bad-input', 'Where to? Write a record or an alias.')
  const now = await moveTo(tx, { by, at, message, to: said })
  const what = order.message ? 'Your text' : `What ${message.author_name} wrote`
  return {
    says: `${what} is in ${referenceOf(now)} now, and answers to it go there. Nobody was sent it there.`,
    tell: true,
  }
}

async function answeredEntry(tx: Tx, { answered }: Order): Promise<MessageRow | null> {
  const [one] = answered
  return one === undefined ? null : findMessage(tx, one)
}

async function merge(tx: Tx, order: Order): Promise<Answer> {
  const { by, at } = order
  const from = await recordOf(tx, order)
  const [name = '', word] = order.said.split(/\s+/)
  const into = await recordByReference(tx, name)
  const act = `merge ${referenceOf(from)} ${referenceOf(into)}`
  const wish = { person: by.id, act, at }
  if (word === undefined || !(await isConfirmed(tx, wish, word))) {
    const confirmed = await askToConfirm(tx, wish)
    throw new Refused(
      'bad-input',
      `To merge ${referenceOf(from)} into ${referenceOf(into)}, answer “/merge ${referenceOf(into)} ${confirmed}” within 24 hours.`,
    )
  }
  const heir = await mergeRecords(tx, { by, at, from, into })
  return {
    says: `${referenceOf(from)} is merged into ${referenceOf(heir)}: mail for it goes there.`,
    tell: true,
  }
}
