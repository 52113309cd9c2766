import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView } from '../record-reading.ts'
import { entry } from './entry.ts'
import { emptyState } from './fields.ts'
import { threadSearch } from './search.ts'
import { dayKey, dayName } from './times.ts'

/** The entries of a thread by day, oldest first. */
export function thread(view: RecordView): SafeHtml {
  const { entries, reference } = view
  return html`<section class="thread" aria-label="Thread">
${(view.hasEarlier || view.isPaged || entries.length > 5) && threadSearch(reference)}
${view.hasEarlier && html`<p class="earlier"><a class="button" href="/records/${reference}?before=${entries[0]?.id}">Earlier entries</a></p>`}
${entries.length === 0 && emptyState('Nothing here yet', 'Send a message to the followers, or log a note for your team.')}
${entries.map((one, index) => {
  const before = entries[index - 1]
  const isNewDay =
    !before || dayKey(before.created_at, view.here) !== dayKey(one.created_at, view.here)
  return html`${isNewDay && html`<h2 class="day"><span>${dayName(one.created_at, view.here)}</span></h2>`}${entry(one, view)}`
})}
${view.isPaged && html`<p class="earlier"><a class="button" href="/records/${reference}">Newest entries</a></p>`}
</section>`
}
