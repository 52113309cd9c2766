import { offeredTo } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { usualInvitation } from '../../gateway/chatter/records/invitation.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView, ShownFollower } from '../record-reading.ts'
import { mutedWords, threadFields } from './choices.ts'
import { buttonForm, hidden, textArea, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { avatar, kindMark } from './people-marks.ts'
import { FOLLOW_REASONS, WAY_SHORT } from './words.ts'

/** The button for oneself: it says what is, and what a click does. */
export function followToggle({ followers, viewer, reference, token }: RecordView): SafeHtml {
  const follows = followers.some((follower) => follower.person_id === viewer.id)
  if (!follows)
    return buttonForm({
      action: `/records/${reference}/follow`,
      token,
      label: html`${icon('bell')} Follow`,
    })
  const label = html`<span class="on-rest">${icon('check')} Following</span><span class="on-hover">${icon('cross')} Unfollow</span>`
  return buttonForm({ action: `/records/${reference}/unfollow`, token, label, style: 'following' })
}

export function followerBox(view: RecordView): SafeHtml {
  const { followers } = view
  return html`<section class="card" aria-labelledby="followers-title" id="followers"><h2 id="followers-title">Followers <span class="count">${followers.length}</span></h2>
${followers.length === 0 && html`<p class="quiet">Nobody follows yet, so nobody hears of messages.</p>`}
<ul class="people-list">${followers.map((follower) => line(follower, view))}</ul>
${may(view.viewer, 'post') && addForm(view)}</section>`
}

function line(follower: ShownFollower, view: RecordView): SafeHtml {
  const mayEdit = may(view.viewer, 'post') || follower.person_id === view.viewer.id
  return html`<li>${avatar({ id: follower.person_id, name: follower.name, kind: follower.kind })}
<div class="person-lines"><span><strong>${follower.name}</strong> ${kindMark(follower.kind)}</span>
<span class="quiet break">${follower.address}</span>
<span class="quiet">Because ${FOLLOW_REASONS[follower.reason]}${hears(follower, view)}</span>
${mayEdit && editFold(follower, view)}${follower.person_id === view.viewer.id && choiceFold(follower, view)}</div></li>`
}

/** What keeps mails from them, or turns them into something else. */
function hears({ way, muted_until }: ShownFollower, { here }: RecordView): SafeHtml {
  const muted = muted_until !== null && muted_until > here.now
  return html`${way !== null && html` · ${WAY_SHORT[way]}`}${muted && html` · ${mutedWords(muted_until, here)}`}`
}

function choiceFold(follower: ShownFollower, view: RecordView): SafeHtml {
  const choice = { way: follower.way, mutedUntil: follower.muted_until, now: view.here.now }
  return html`<details class="fold small"><summary>${icon('bell')} How you hear of it</summary>
<form class="stack" method="post" action="/records/${view.reference}/choice">${hidden('token', view.token)}
${threadFields({ person: view.viewer, ...choice })}
<button class="button small" type="submit">Save</button></form></details>`
}

function editFold(follower: ShownFollower, view: RecordView): SafeHtml {
  const path = `/records/${view.reference}/followers/${follower.person_id}`
  return html`<details class="fold small"><summary aria-label="Edit the subscription of ${follower.name}">${icon('pen')} Edit subscription</summary>
<form class="stack" method="post" action="${path}/subscription">${hidden('token', view.token)}
<fieldset class="ticks"><legend>Hears of</legend>
${offeredTo(follower.kind, view.offered).map((subtype) =>
  tickBox({
    name: 'subtypes',
    value: subtype.code,
    label: subtype.label,
    on: follower.chosen.includes(subtype.code),
  }),
)}</fieldset>
<button class="button small" type="submit">Apply</button></form>
${follower.subtypes !== null && buttonForm({ action: `${path}/subscription`, token: view.token, fields: { defaults: 1 }, label: html`${icon('undo')} As the type says`, style: 'small' })}
${buttonForm({ action: `${path}/remove`, token: view.token, label: html`${icon('trash')} Remove ${follower.name}`, style: 'small danger' })}
</details>`
}

/** One by a name or an address, or several at once; who is told by mail is told in these words. */
function addForm(view: RecordView): SafeHtml {
  const { open, reference, token, everybody, followers, viewer } = view
  const others = everybody
    .filter((person) => followers.every((follower) => follower.person_id !== person.id))
    .slice(0, 200)
  return html`<form class="add-followers" method="post" action="/records/${reference}/followers">${hidden('token', token)}
<div class="add-follower"><label class="field"><span class="label">Add followers</span>
<input name="who" list="people" placeholder="Names or addresses, with commas" autocomplete="off"></label>
<datalist id="people">${others.map((person) => html`<option value="${person.address}">${person.name}</option>`)}</datalist>
<button class="button" type="submit">${icon('plus')} Add</button></div>
<details class="fold small"><summary>${icon('mail')} Several at once, and an invitation</summary><div class="stack">
${
  others.length > 0 &&
  html`<label class="field"><span class="label">People</span><select name="people" multiple size="${Math.min(8, others.length)}">
${others.map((person) => html`<option value="${person.id}">${person.name}${person.kind === 'contact' && ' (outside)'}</option>`)}</select></label>`
}
${tickBox({ name: 'tell', label: 'Tell them by mail', on: false })}
${textArea({ name: 'text', label: 'What the mail says', rows: 6, value: usualInvitation(open, viewer) })}
<button class="button" type="submit">${icon('plus')} Add followers</button></div></details></form>`
}
