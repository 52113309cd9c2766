import type { Field, Stage, TypeSettings } from '../../store/tables/threads.ts'

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

const stages = (...labels: string[]): Stage[] =>
  labels.map((label) => ({
    code: label
      .replace('*', '')
      .toLowerCase()
      .replace(/[^a-z]+/g, '-'),
    label: label.replace('*', ''),
    ...(label.endsWith('*') ? { closed: true } : {}),
  }))

const priority: Field = {
  code: 'priority',
  label: 'Priority',
  kind: 'selection',
  tracked: true,
  options: ['Low', 'Normal', 'High', 'Urgent'],
}
const due: Field = { code: 'due', label: 'Due date', kind: 'date', tracked: true }
const money = (code: string, label: string): Field => ({
  code,
  label,
  kind: 'money',
  tracked: true,
  currency: 'EUR',
})
const text = (code: string, label: string): Field => ({ code, label, kind: 'text', tracked: true })

/** The record types of a new store. A star marks a stage that closes the record. */
export const BUILT_IN_TYPES: NewRecordType[] = [
  {
    code: 'lead',
    label: 'Lead',
    plural: 'Leads',
    prefix: 'L',
    stages: stages('New', 'Qualified', 'Proposition', 'Won*', 'Lost*'),
    fields: [money('revenue', 'Expected revenue'), text('company', 'Company'), priority],
  },
  {
    code: 'ticket',
    label: 'Ticket',
    plural: 'Tickets',
    prefix: 'T',
    stages: stages('New', 'In progress', 'Waiting', 'Solved*', 'Cancelled*'),
    fields: [priority, due],
    subtypes: [{ code: 'rated', label: 'Ticket rated' }],
  },
  {
    code: 'task',
    label: 'Task',
    plural: 'Tasks',
    prefix: 'K',
    stages: stages('To do', 'In progress', 'Done*', 'Cancelled*'),
    fields: [due, priority],
  },
  {
    code: 'order',
    label: 'Order',
    plural: 'Orders',
    prefix: 'O',
    stages: stages('Quotation', 'Sent', 'Confirmed', 'Delivered*', 'Cancelled*'),
    fields: [money('total', 'Total'), due],
  },
  {
    code: 'invoice',
    label: 'Invoice',
    plural: 'Invoices',
    prefix: 'I',
    stages: stages('Draft', 'Posted', 'Paid*', 'Cancelled*'),
    fields: [money('total', 'Total'), due],
  },
  {
    code: 'purchase',
    label: 'Purchase',
    plural: 'Purchases',
    prefix: 'P',
    stages: stages('Request', 'Sent', 'Confirmed', 'Received*', 'Cancelled*'),
    fields: [money('total', 'Total'), due],
  },
  {
    code: 'application',
    label: 'Application',
    plural: 'Applications',
    prefix: 'A',
    stages: stages('New', 'Interview', 'Offer', 'Hired*', 'Refused*'),
    fields: [text('position', 'Position')],
  },
  {
    code: 'transfer',
    label: 'Transfer',
    plural: 'Transfers',
    prefix: 'R',
    stages: stages('Draft', 'Waiting', 'Ready', 'Done*', 'Cancelled*'),
    fields: [due, text('source', 'Source document')],
  },
]
