import type { Field, FieldKind, Stage, TypeSettings } from '../../store/tables/threads.ts'

/** A record type as somebody asks for it. */
export type NewRecordType = {
  code: string
  label: string
  plural: string
  prefix: string
  fields?: Field[]
  stages?: Stage[]
  settings?: Partial<TypeSettings>
  subtypes?: { code: string; label: string; internal?: boolean; on?: boolean }[]
}

/** A star marks a stage that closes the record; what follows a colon is the kind of update that coming there is. */
const stages = (...labels: string[]): Stage[] =>
  labels.map((text) => {
    const [name = '', subtype] = text.split(':')
    const label = name.replace('*', '')
    return {
      code: label.toLowerCase().replace(/[^a-z]+/g, '-'),
      label,
      ...(name.endsWith('*') ? { closed: true } : {}),
      ...(subtype ? { subtype } : {}),
    }
  })

const field = (label: string, kind: FieldKind, more: Partial<Field> = {}): Field => ({
  code: label.toLowerCase().replace(/[^a-z]+/g, '-'),
  label,
  kind,
  tracked: true,
  ...more,
})

const priority = field('Priority', 'selection', { options: ['Low', 'Normal', 'High', 'Urgent'] })
const due = field('Due date', 'date', { code: 'due' })
const notes = (label: string) => field(label, 'long-text', { tracked: false })
const money = (label: string, code?: string) =>
  field(label, 'money', { currency: 'EUR', ...(code ? { code } : {}) })

/** The record types of a new store. */
export const BUILT_IN_TYPES: NewRecordType[] = [
  {
    code: 'lead',
    label: 'Lead',
    plural: 'Leads',
    prefix: 'L',
    stages: stages('New', 'Qualified', 'Proposition', 'Won*:won', 'Lost*:lost'),
    fields: [
      money('Expected revenue', 'revenue'),
      field('Company', 'text'),
      priority,
      field('Expected closing', 'date', { code: 'closing' }),
      field('Phone', 'text'),
      field('Source', 'text'),
    ],
    subtypes: [
      { code: 'won', label: 'Lead won' },
      { code: 'lost', label: 'Lead lost' },
    ],
  },
  {
    code: 'ticket',
    label: 'Ticket',
    plural: 'Tickets',
    prefix: 'T',
    stages: stages('New', 'In progress', 'Waiting', 'Solved*:solved', 'Cancelled*'),
    fields: [priority, due],
    subtypes: [
      { code: 'solved', label: 'Ticket solved' },
      { code: 'rated', label: 'Ticket rated' },
    ],
  },
  {
    code: 'task',
    label: 'Task',
    plural: 'Tasks',
    prefix: 'K',
    stages: stages('To do', 'In progress', 'Done*:done', 'Cancelled*'),
    fields: [due, priority, field('Part of', 'link'), notes('Description')],
    subtypes: [{ code: 'done', label: 'Task done' }],
  },
  {
    code: 'order',
    label: 'Order',
    plural: 'Orders',
    prefix: 'O',
    stages: stages('Quotation', 'Sent', 'Confirmed:confirmed', 'Delivered*', 'Cancelled*'),
    fields: [money('Total'), due, field('Customer reference', 'text', { code: 'customer-ref' })],
    subtypes: [{ code: 'confirmed', label: 'Order confirmed' }],
  },
  {
    code: 'invoice',
    label: 'Invoice',
    plural: 'Invoices',
    prefix: 'I',
    stages: stages('Draft', 'Posted', 'Paid*:paid', 'Cancelled*'),
    fields: [
      money('Total'),
      due,
      field('Invoice date', 'date', { code: 'invoiced' }),
      field('Order', 'link', { linkTo: 'order' }),
    ],
    subtypes: [{ code: 'paid', label: 'Invoice paid' }],
  },
  {
    code: 'purchase',
    label: 'Purchase',
    plural: 'Purchases',
    prefix: 'P',
    stages: stages('Request', 'Sent', 'Confirmed:confirmed', 'Received*:received', 'Cancelled*'),
    fields: [money('Total'), due],
    subtypes: [
      { code: 'confirmed', label: 'Purchase confirmed' },
      { code: 'received', label: 'Goods received' },
    ],
  },
  {
    code: 'application',
    label: 'Application',
    plural: 'Applications',
    prefix: 'A',
    stages: stages('New', 'Interview', 'Offer', 'Hired*:hired', 'Refused*'),
    fields: [
      field('Position', 'text'),
      field('Interview at', 'date-time', { code: 'interview' }),
      field('Available from', 'date', { code: 'available' }),
    ],
    subtypes: [{ code: 'hired', label: 'Applicant hired' }],
  },
  {
    code: 'transfer',
    label: 'Transfer',
    plural: 'Transfers',
    prefix: 'R',
    stages: stages('Draft', 'Waiting', 'Ready:ready', 'Done*:done', 'Cancelled*'),
    fields: [
      due,
      field('Source document', 'text', { code: 'source' }),
      field('Order', 'link', { linkTo: 'order' }),
    ],
    subtypes: [
      { code: 'ready', label: 'Transfer ready' },
      { code: 'done', label: 'Transfer done' },
    ],
  },
]
