import { offeredTo } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView, ShownFollower } from '../record-reading.ts'
import { buttonForm, hidden, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { avatar, kindMark } from './people-marks.ts'
import { FOLLOW_REASONS } from './words.ts'

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
<span class="quiet">Because ${FOLLOW_REASONS[follower.reason]}</span>
${mayEdit && editFold(follower, view)}</div></li>`
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
${buttonForm({ action: `${path}/remove`, token: view.token, label: html`${icon('trash')} Remove ${follower.name}`, style: 'small danger' })}
</details>`
}

function addForm({ reference, token, everybody, followers }: RecordView): SafeHtml {
  const others = everybody
    .filter((person) => followers.every((follower) => follower.person_id !== person.id))
    .slice(0, 200)
  return html`<form class="add-follower" method="post" action="/records/${reference}/followers">${hidden('token', token)}
<label class="field"><span class="label">Add a follower</span>
<input name="who" list="people" required placeholder="Name or address" autocomplete="off"></label>
<datalist id="people">${others.map((person) => html`<option value="${person.address}">${person.name}</option>`)}</datalist>
<button class="button" type="submit">${icon('plus')} Add</button></form>`
}
