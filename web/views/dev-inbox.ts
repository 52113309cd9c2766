import type { KeptMail } from '../../gateway/chatter/notifications/kept-mails.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { DevInbox } from '../dev-shelf.ts'
import { keptMail } from './dev-mail.ts'
import { emptyState, fileField, optionTags, textArea, textField } from './fields.ts'
import { icon } from './icons.ts'
import { avatar } from './people-marks.ts'
import { age } from './times.ts'
import { INBOUND_STATES } from './words.ts'

export function devInboxPage(inbox: DevInbox): SafeHtml {
  return html`<div class="page-head"><h1>Dev inbox</h1><span class="quiet">No mail leaves this machine.</span></div>
<ol class="steps"><li>Send a mail as a customer</li><li>Open the thread</li><li>See the follower’s mail</li><li>Reply as the follower</li></ol>
<div class="dev" data-newest="${inbox.newest}">
<div>${inbox.sent && outcome(inbox.sent)}${customerForm(inbox)}</div>
<div>${shelf(inbox)}${inbox.open && inbox.reading && keptMail({ ...inbox, open: inbox.open, reading: inbox.reading })}</div>
</div>`
}

function outcome(sent: NonNullable<DevInbox['sent']>): SafeHtml {
  const { word } = INBOUND_STATES[sent.state]
  return html`<div class="notice" role="status">${icon(sent.record ? 'check' : 'clock')}
<span>Your mail is ${word}${sent.reason && html`: ${sent.reason}`}.${sent.record && html` <a href="/records/${sent.record}#m${sent.entry}">Open the thread ${sent.record}</a>`}</span></div>`
}

function customerForm({ aliases }: DevInbox): SafeHtml {
  return html`<section class="card" aria-labelledby="customer-title"><h2 id="customer-title">${icon('pen')} Write as a customer</h2>
<form class="stack" method="post" action="/dev/inbox" enctype="multipart/form-data">
<div class="field-row">${textField({ name: 'name', label: 'Name', value: 'Nora Quist' })}
${textField({ name: 'from', label: 'From', type: 'email', value: 'nora@customer.test', required: true })}</div>
<label class="field"><span class="label">To</span><select name="alias">${optionTags(
    aliases.map((address) => ({ value: address, label: address })),
    aliases.find((address) => address.startsWith('support')) ?? '',
  )}</select></label>
${textField({ name: 'to', label: 'Or to another address', placeholder: 'ticket+1@…', type: 'text' })}
${textField({ name: 'subject', label: 'Subject', value: '' })}
${textArea({ name: 'text', label: 'Text', rows: 6 })}
${fileField()}
<button class="button primary" type="submit">${icon('mail')} Send as this person</button>
</form></section>`
}

function shelf(inbox: DevInbox): SafeHtml {
  return html`<section class="card flush" aria-labelledby="shelf-title"><div class="shelf-head"><h2 id="shelf-title">${icon('inbox')} What Postern would send</h2>
<form class="shelf-filter" method="get" action="/dev/inbox"><label><span class="visually-hidden">Recipient</span>
<select name="to">${optionTags([{ value: '', label: 'Everybody' }, ...inbox.recipients.map(({ address, name }) => ({ value: address, label: `${name} <${address}>` }))], inbox.look.to)}</select></label>
<button class="button small" type="submit">Show</button></form></div>
<p class="fresh" data-fresh hidden><a href="/dev/inbox">New mail has come. Show it</a></p>
${inbox.mails.length === 0 && emptyState('No mail yet', 'Send a mail as a customer: its followers’ mails are kept here.')}
<ul class="mail-list">${inbox.mails.map((mail) => mailLine(mail, inbox))}</ul></section>`
}

function mailLine(mail: KeptMail, { look, here }: DevInbox): SafeHtml {
  const to = look.to && `&to=${encodeURIComponent(look.to)}`
  return html`<li><a class="mail-line" href="/dev/inbox?mail=${mail.delivery_id}${to}#mail" ${look.mail === mail.delivery_id && html`aria-current="true"`}>
${avatar({ id: mail.person_id, name: mail.name, kind: mail.kind })}
<span class="mail-line-text"><span>To <strong>${mail.name}</strong> <span class="quiet">${mail.address}</span></span>
<span>${mail.message_kind && html`<span class="state kind-${mail.message_kind}">${mail.message_kind}</span> `}${mail.subject ?? 'Sign in to Postern'}</span></span>
<span class="quiet">${age(mail.kept_at, here)}</span></a></li>`
}
