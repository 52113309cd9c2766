import { showValue, stageLabel } from '../../gateway/chatter/records/field-values.ts'
import { timesInStages } from '../../gateway/chatter/records/stage-times.ts'
import { DAY, HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Field } from '../../gateway/store/tables/threads.ts'
import type { RecordView } from '../record-reading.ts'
import { tongueOf } from './times.ts'
import { counted } from './words.ts'

/** The values of a record as its reader writes them; those of removed fields last, where there are any. */
export function fieldFacts(view: RecordView): [string, SafeHtml | string][] {
  const { type } = view.open
  const gone = type.removed.fields.filter(({ code }) => hasValue(view, code))
  return [
    ...type.fields.map((field): [string, SafeHtml | string] => [field.label, shown(field, view)]),
    ...gone.map((field): [string, SafeHtml | string] => [
      `${field.label} (removed field)`,
      shown(field, view),
    ]),
  ]
}

function shown(field: Field, view: RecordView): SafeHtml | string {
  const value = view.values[field.code]
  const glance = { type: view.open.type, tongue: tongueOf(view.viewer), names: view.names }
  const text = showValue(field, value, glance)
  if (text === '') return html`<span class="quiet">not set</span>`
  if (field.kind === 'link') return html`<a href="/records/${text}">${text}</a>`
  return field.kind === 'long-text' ? html`<span class="long-value">${text}</span>` : text
}

function hasValue({ values }: RecordView, code: string): boolean {
  const value = values[code]
  return value !== undefined && value !== null && value !== ''
}

/** How long the record has been where it is, and was elsewhere. */
export function stageTimes({ open, here }: RecordView): SafeHtml | false {
  const [now, ...others] = timesInStages(open.record, here.now)
  if (!now) return false
  const all = [now, ...others].map(
    ({ stage, ms, isNow }) =>
      `${isNow ? 'In' : 'before that in'} ${stageLabel(open.type, stage)} for ${lasted(ms)}`,
  )
  return html`<p class="quiet stage-times">${all.join(', ')}</p>`
}

function lasted(ms: number): string {
  if (ms < MINUTE) return 'less than a minute'
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} h` : counted(Math.floor(ms / DAY), 'day')
}
