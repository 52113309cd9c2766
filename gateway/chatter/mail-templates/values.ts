import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { findPerson } from '../people/people.ts'
import { namesIn, showValue, stageLabel } from '../records/field-values.ts'
import type { RecordType } from '../records/record-types.ts'
import { type OpenRecord, referenceOf, valuesOf } from '../records/records.ts'

/** What a template may read: the record's fields, people's names, links. Nothing of the thread: a note cannot get into it. */
export type TemplateValues = {
  record: {
    reference: string
    name: string
    type: string
    stage: string
    opened: string
    fields: { label: string; value: string }[]
  }
  field: Record<string, string>
  customer: { name: string }
  assignee: { name: string }
  sender: { name: string }
  recipient: { name: string }
  team: { name: string }
  link: { record: string }
}

/** The names of all values that a template of this record type may use. */
export function valueNames(type: RecordType): string[] {
  const record = ['reference', 'name', 'type', 'stage', 'opened', 'fields']
  return [
    ...record.map((name) => `record.${name}`),
    ...type.fields.map(({ code }) => `field.${code}`),
    ...['customer', 'assignee', 'sender', 'recipient', 'team'].map((who) => `${who}.name`),
    'link.record',
  ]
}

/**
 * The values as they are now. Who gets the mail is not known yet: the customer stands for them, and the link is for users, so it is
 * empty; both are filled in when the mail is written.
 */
export async function templateValues(
  reader: Reader,
  open: OpenRecord,
  { sender, language }: { sender: Pick<PersonRow, 'name'>; language: string },
): Promise<TemplateValues> {
  const { record, type } = open
  const values = valuesOf(record)
  const customer = { name: await nameOf(reader, record.customer_id) }
  const tongue = { language, timeZone: 'UTC' }
  const glance = { type, tongue, names: await namesIn(reader, type, values) }
  const fields = type.fields.map((field) => ({
    ...field,
    value: showValue(field, values[field.code], glance),
  }))
  return {
    record: {
      reference: referenceOf(open),
      name: record.name,
      type: type.label,
      stage: stageLabel(type, record.stage),
      opened: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        record.created_at,
      ),
      fields: fields.map(({ label, value }) => ({ label, value })),
    },
    field: Object.fromEntries(fields.map(({ code, value }) => [code, value])),
    customer,
    assignee: { name: await nameOf(reader, record.assignee_id) },
    sender: { name: sender.name },
    recipient: customer,
    team: { name: type.plural },
    link: { record: '' },
  }
}

async function nameOf(reader: Reader, person: number | null): Promise<string> {
  return person === null ? '' : ((await findPerson(reader, person))?.name ?? '')
}
