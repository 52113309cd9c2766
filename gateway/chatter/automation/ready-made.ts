import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  addTemplate,
  type Content,
  findTemplate,
  publishVersion,
  saveDraft,
} from '../mail-templates/templates.ts'
import { recordTypeByCode } from '../records/record-types.ts'
import { addRule, findRule, type Rule, type RuleWish } from './rules.ts'

/** Rules that an admin need only switch on. Each can be changed afterwards. */
export type ReadyMade = RuleWish & {
  type: string
  /** What it is for, in a sentence. */
  help: string
  template?: { name: string } & Content
}

const sections = (...texts: string[]): string =>
  `<mj-section>\n  <mj-column>\n${texts.map((text) => `    <mj-text>${text}</mj-text>`).join('\n')}\n  </mj-column>\n</mj-section>`

export const READY_MADE: ReadyMade[] = [
  {
    type: 'order',
    code: 'order-confirmed',
    name: 'Order confirmed',
    help: 'Tells the warehouse by a note. Add the people of the warehouse to it, or let them follow.',
    cause: { on: 'changed', field: 'stage', to: 'confirmed' },
    conditions: [],
    actions: [
      {
        does: 'note',
        text: '{{ record.reference }} {{ record.name }} is confirmed: please prepare it.',
        tells: [],
      },
    ],
  },
  {
    type: 'invoice',
    code: 'invoice-overdue',
    name: 'Invoice overdue',
    help: 'Reminds the customer by mail on the day after the invoice was due.',
    cause: { on: 'deadline', field: 'due', days: -1 },
    conditions: [{ field: 'stage', is: 'is', value: 'posted' }],
    actions: [{ does: 'template', code: 'overdue', to: 'customer' }],
    template: {
      name: 'Invoice overdue',
      subject: 'Reminder: {{ record.reference }} {{ record.name }}',
      layout: sections(
        'Dear {{ recipient.name }},',
        'our invoice <strong>{{ record.name }}</strong> over {{ field.total }} was due on {{ field.due }}. We have not seen your payment yet.',
        'If it is on its way, please take this as thanks. If something is not right, simply answer this mail.',
      ),
      words:
        'Dear {{ recipient.name }},\n\nour invoice {{ record.name }} over {{ field.total }} was due on {{ field.due }}. We have not seen your payment yet.\n\nIf it is on its way, please take this as thanks. If something is not right, simply answer this mail.',
    },
  },
  {
    type: 'task',
    code: 'task-assigned',
    name: 'Task assigned',
    help: 'Tells the assignee by a note that names them.',
    cause: { on: 'assigned' },
    conditions: [],
    actions: [
      {
        does: 'note',
        text: '{{ assignee.name }}, {{ record.reference }} {{ record.name }} is yours now.',
        tells: ['assignee'],
      },
    ],
  },
  {
    type: 'lead',
    code: 'lead-won',
    name: 'Lead won',
    help: 'Congratulates the team that follows the lead, by a note.',
    cause: { on: 'changed', field: 'stage', to: 'won' },
    conditions: [],
    actions: [{ does: 'note', text: '{{ record.name }} is won. Well done, everybody!', tells: [] }],
  },
  {
    type: 'ticket',
    code: 'ticket-welcome',
    name: 'Welcome to support',
    help: 'Welcomes the customer of a new ticket by mail.',
    cause: { on: 'created' },
    conditions: [{ field: 'customer', is: 'is set', value: '' }],
    actions: [{ does: 'template', code: 'welcome', to: 'customer' }],
    template: {
      name: 'Welcome',
      subject: '{{ record.reference }} {{ record.name }}',
      layout: sections(
        'Dear {{ recipient.name }},',
        'we have opened {{ record.reference }} for you and will write as soon as we know more. To add something, simply answer this mail.',
      ),
      words:
        'Dear {{ recipient.name }},\n\nwe have opened {{ record.reference }} for you and will write as soon as we know more. To add something, simply answer this mail.',
    },
  },
  {
    type: 'task',
    code: 'task-due',
    name: 'Task due tomorrow',
    help: 'Reminds the assignee by a note on the day before the task is due.',
    cause: { on: 'deadline', field: 'due', days: 1 },
    conditions: [],
    actions: [
      {
        does: 'note',
        text: '{{ record.reference }} {{ record.name }} is due on {{ field.due }}.',
        tells: ['assignee'],
      },
    ],
  },
]

/**
 * The rule of this code; a ready-made one that is not there yet is added, with its template.
 * @returns null where there is neither
 */
export async function ruleOrReadyMade(
  tx: Tx,
  code: string,
  { by, at }: { by: PersonRow; at: number },
): Promise<Rule | null> {
  const known = await findRule(tx, code)
  const ready = READY_MADE.find((one) => one.code === code)
  if (known || !ready) return known
  const type = await recordTypeByCode(tx, ready.type)
  const rule = await addRule(tx, type, { ...ready, at })
  const [action] = ready.actions
  if (ready.template && action?.does === 'template') {
    const { name, ...content } = ready.template
    const key = { type: type.id, code: action.code, language: 'en' }
    if (!(await findTemplate(tx, key))) {
      const template = await addTemplate(tx, { ...key, name, at })
      await saveDraft(tx, template, { ...content, by: by.id, at })
      await publishVersion(tx, template, { at })
    }
  }
  return rule
}
