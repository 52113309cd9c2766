import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Reading } from '../../gateway/mail/reading.ts'
import { type DevInbox, MAIL_VIEWS, type MailView } from '../dev-shelf.ts'
import { textArea } from './fields.ts'
import { icon } from './icons.ts'
import { fullTime } from './times.ts'
import { DELIVERY_STATES, FOLLOW_REASONS } from './words.ts'

type OpenMail = DevInbox & { open: NonNullable<DevInbox['open']>; reading: Reading }

const RAW_SHOWN = 200_000

/** One mail on the shelf, in four views, with the answer its reader would give. */
export function keptMail(mail: OpenMail): SafeHtml {
  const { open, reading, look } = mail
  const [from] = reading.from
  return html`<section class="card kept" id="mail" aria-label="Mail to ${open.name}">
<div class="mail-head"><h2>${reading.subject}</h2>
<span class="quiet">From ${from?.name} &lt;${from?.address}&gt;</span>
<span class="quiet">To ${open.name} &lt;${open.address}&gt;</span>
${reading.replyTo[0] && html`<span class="quiet">Reply-To ${reading.replyTo[0].address}</span>`}</div>
<nav class="tabs" aria-label="View">${MAIL_VIEWS.map(
    (view) =>
      html`<a href="/dev/inbox?mail=${open.delivery_id}&view=${view}#mail" ${view === look.view && html`aria-current="page"`}>${LABELS[view]}</a>`,
  )}</nav>
${VIEWS[look.view](mail)}
${reading.replyTo.length > 0 && replyForm(mail)}
</section>`
}

const LABELS: Record<MailView, string> = {
  rendered: 'Rendered',
  text: 'Text',
  raw: 'Raw',
  trace: 'Trace',
}

const VIEWS: Record<MailView, (mail: OpenMail) => SafeHtml> = {
  rendered: ({ open }) =>
    html`<iframe class="mail-frame tall" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/dev/inbox/${open.delivery_id}/html" title="The mail as ${open.name} sees it"></iframe>`,
  text: ({ reading }) => html`<pre class="raw">${reading.text}</pre>`,
  raw: ({ open }) => html`<pre class="raw">${open.source.toString('utf8', 0, RAW_SHOWN)}</pre>`,
  trace,
}

function trace({ open, reading, here }: OpenMail): SafeHtml {
  const record = open.prefix && `${open.prefix}-${open.number}`
  const facts: [string, SafeHtml | string][] = [
    ['Delivery', String(open.delivery_id)],
    ['State', `${DELIVERY_STATES[open.state].word}${open.response ? ` (${open.response})` : ''}`],
    ['Kept', fullTime(open.kept_at, here)],
    ['Why', `because ${FOLLOW_REASONS[open.reason]}`],
    [
      'Record',
      record
        ? html`<a href="/records/${record}">${record}</a>`
        : 'none: this mail is about an account',
    ],
    ...(record
      ? [
          [
            'Entry',
            html`<a href="/records/${record}#m${open.message_id}">${open.message_kind} by ${open.author_name}</a>`,
          ] as [string, SafeHtml],
        ]
      : []),
    ['Message-ID', reading.messageId ?? ''],
    ['In-Reply-To', reading.inReplyTo.join(', ')],
    ['References', reading.references.join(', ')],
  ]
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

function replyForm({ open }: OpenMail): SafeHtml {
  return html`<form class="reply-box stack" method="post" action="/dev/inbox/${open.delivery_id}/reply">
${textArea({ name: 'text', label: `Reply as ${open.name}`, rows: 4, required: true, hint: 'Goes to the Reply-To of this mail, with its id as parent and its text quoted, as a mail client does it.' })}
<button class="button primary" type="submit">${icon('reply')} Reply as ${open.name}</button></form>`
}
