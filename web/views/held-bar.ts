import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm } from './fields.ts'
import { icon } from './icons.ts'

/** Above a note that may have been meant for everybody: why it was kept back, and for its author the way to send it. */
export function heldBar(one: ThreadEntry, view: RecordView): SafeHtml {
  const why = view.held.get(one.id)
  const isMine = view.viewer.id === one.author_id
  return html`<div class="held-bar"><p>${icon('lock')} <strong>Kept internal${why && html`, since ${why}`}.</strong> ${
    isMine
      ? 'Is it for the followers? Its lines that look like commands are left out.'
      : `Only ${one.author_name} can send it to the followers.`
  }</p>
${
  isMine &&
  may(view.viewer, 'post') &&
  buttonForm({
    action: `/messages/${one.id}/send-held`,
    token: view.token,
    label: html`${icon('mail')} Send as a message to ${readers(view.hearing.message.length)}`,
    style: 'small',
  })
}</div>`
}

function readers(count: number): string {
  if (count === 0) return 'nobody yet'
  return count === 1 ? '1 person' : `${count} people`
}
