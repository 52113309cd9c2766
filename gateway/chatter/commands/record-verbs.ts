import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import { personNamed } from '../people/people-named.ts'
import { stageLabel } from '../records/field-values.ts'
import { readStage } from '../records/read-values.ts'
import { type OpenRecord, referenceOf } from '../records/records.ts'
import { saveRecord } from '../records/tracking.ts'
import { setField } from './set-field.ts'
import { type Answer, causeOf, type Order, recordOf, type Verb } from './verb.ts'

/** What changes the record itself. */
export const RECORD_VERBS: Verb[] = [
  {
    name: 'assign',
    who: 'agents',
    takes: 'who|me|none',
    help: 'gives the record to somebody',
    act: (tx, order) => assign(tx, order, order.said),
  },
  {
    name: 'take',
    who: 'agents',
    help: 'gives it to you',
    act: (tx, order) => assign(tx, order, 'me'),
  },
  {
    name: 'stage',
    aliases: ['status'],
    who: 'agents',
    takes: 'value',
    help: 'moves it to a stage',
    act: async (tx, order) => {
      const open = await recordOf(tx, order)
      return toStage(tx, { ...order, open }, readStage(open.type, order.said).code)
    },
  },
  {
    name: 'close',
    who: 'agents',
    takes: '[stage]',
    help: 'moves it to the first closing stage, or to the one named',
    act: close,
  },
  {
    name: 'reopen',
    who: 'agents',
    help: 'moves it back to the first stage',
    act: reopen,
  },
  {
    name: 'set',
    who: 'agents',
    takes: 'field value',
    help: 'sets a field; none empties it',
    act: setField,
  },
]

/** Gives the record to a user, or to nobody. */
export async function assign(tx: Tx, order: Order, said: string): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { by, at } = order
  const nobody = /^(?:none|nobody|-)$/i.test(said)
  const person = nobody ? null : await personNamed(tx, said, { by, of: 'users' })
  const cause = causeOf(order)
  await saveRecord(tx, open, { by, at, cause, assignee: person?.id ?? null })
  return { says: `${referenceOf(open)} is assigned to ${person?.name ?? 'nobody'}.` }
}

async function close(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const closing = open.type.stages.filter((stage) => stage.closed)
  const named = order.said === '' ? closing[0] : readStage(open.type, order.said)
  if (!named) throw new Refused('bad-input', `No stage closes a ${open.type.label.toLowerCase()}.`)
  if (!closing.some(({ code }) => code === named.code))
    throw new Refused(
      'bad-input',
      `"${named.label}" does not close it. What does: ${closing.map(({ label }) => label).join(', ')}.`,
    )
  if (order.said === '' && open.record.closed_at !== null) return isIn(open)
  return toStage(tx, { ...order, open }, named.code)
}

async function reopen(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  if (open.record.closed_at === null) return isIn(open)
  const first = open.type.stages.find((stage) => !stage.closed)
  if (!first) throw new Refused('bad-input', 'It has no open stage.')
  return toStage(tx, { ...order, open }, first.code)
}

async function toStage(tx: Tx, order: AtRecord, stage: string): Promise<Answer> {
  const { by, at, open } = order
  await saveRecord(tx, open, { by, at, cause: causeOf(order), values: { stage } })
  return isIn({ ...open, record: { ...open.record, stage } })
}

type AtRecord = Order & { open: OpenRecord }

function isIn(open: OpenRecord): Answer {
  return { says: `${referenceOf(open)} is in "${stageLabel(open.type, open.record.stage)}".` }
}
