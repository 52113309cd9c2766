import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import { sendTemplate } from '../mail-templates/send-template.ts'
import { findMessages } from '../messages/thread-entries.ts'
import { unquoted } from '../records/read-values.ts'
import { referenceOf } from '../records/records.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** `/template name`: sends a published template of the record's type to the followers, in its author's name. */
export const TEMPLATE_VERB: Verb = {
  name: 'template',
  who: 'agents',
  takes: 'name',
  help: 'sends a template to the followers',
  afterText: true,
  act: sendIt,
}

async function sendIt(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  await mustNotBeInside(tx, order)
  const code = unquoted(order.said)
  if (code === '') throw new Refused('bad-input', 'Which template? Write its name behind it.')
  await sendTemplate(tx, open, { code, author: order.by, at: order.at })
  return { says: `The template "${code}" is sent in ${referenceOf(open)}.` }
}

/** Who writes a note, or answers one, has been told that it stays inside; a template would leave. */
async function mustNotBeInside(tx: Tx, { message, answered }: Order): Promise<void> {
  const inside = message ? [message] : await findMessages(tx, answered)
  if (inside.some(({ kind }) => kind === 'note'))
    throw new Refused(
      'not-allowed',
      'A note sends no template. Give the command in a message, or in an answer to one.',
    )
}
