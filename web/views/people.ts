import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import { mayActOn } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow, Role } from '../../gateway/store/tables/people.ts'
import { buttonForm, emptyState, hidden, optionTags, selectField, textField } from './fields.ts'
import { icon } from './icons.ts'
import { avatar, kindMark } from './people-marks.ts'

const ROLES = [
  { value: '', label: 'Contact: no sign-in' },
  { value: 'reader', label: 'Reader: reads' },
  { value: 'agent', label: 'Agent: reads and writes' },
  { value: 'operator', label: 'Operator: mail log' },
  { value: 'admin', label: 'Admin: everything' },
  { value: 'owner', label: 'Owner: everything' },
]

export type PeopleList = {
  people: PersonWithAddress[]
  search: string
  viewer: PersonRow
  token: string
}

export function peoplePage(list: PeopleList): SafeHtml {
  const { people, search, viewer, token } = list
  return html`<div class="page-head"><h1>People</h1></div>
<div class="columns"><div class="column-main">
<form class="filter" method="get" action="/admin/people" role="search">
<label class="field grow"><span class="label">Search</span><input name="search" type="search" value="${search}" placeholder="Name or address"></label>
<button class="button" type="submit">${icon('search')} Find</button></form>
${people.length === 0 && emptyState('Nobody found', 'Try fewer letters, or add somebody.')}
${people.length > 0 && html`<section class="card flush" aria-label="People"><ul class="edit-rows">${people.map((person) => personRow(person, list))}</ul></section>`}
</div><div class="column-side"><section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add somebody</h2>
<form class="stack" method="post" action="/admin/people">${hidden('token', token)}
${textField({ name: 'name', label: 'Name', required: true })}
${textField({ name: 'address', label: 'Mail address', type: 'email', required: true })}
${selectField({ name: 'role', label: 'Role', options: rolesFrom(viewer), value: 'agent' })}
<button class="button primary" type="submit">Add</button></form></section></div></div>`
}

/** The roles that somebody can give. */
function rolesFrom(viewer: PersonRow): typeof ROLES {
  return ROLES.filter(({ value }) => mayActOn(viewer, value as Role))
}

function personRow(person: PersonWithAddress, list: PeopleList): SafeHtml {
  const isOff = person.disabled_at !== null
  return html`<li class="person-row">${avatar(person)}<div class="person-lines"><span><strong>${person.name}</strong> ${kindMark(person.kind)}
${person.role && html` <span class="chip">${person.role}</span>`}${isOff && html` <span class="state bad">disabled</span>`}</span>
<span class="quiet break">${person.address}</span>
${mayActOn(list.viewer, person.role) && changeFold(person, list)}</div></li>`
}

function changeFold(person: PersonWithAddress, { viewer, token }: PeopleList): SafeHtml {
  const path = `/admin/people/${person.id}`
  const isOff = person.disabled_at !== null
  const [verb, style] = isOff ? ['Enable', 'small'] : ['Disable', 'small danger']
  return html`<details class="fold"><summary aria-label="Change ${person.name}">${icon('pen')} Change</summary>
<form class="add-follower" method="post" action="${path}/role">${hidden('token', token)}
<label class="field"><span class="label">Role</span><select name="role">${optionTags(rolesFrom(viewer), person.role ?? '')}</select></label>
<button class="button" type="submit">Save</button></form>
<div class="danger-line">
${person.kind === 'user' && !isOff && buttonForm({ action: `${path}/sign-in-link`, token, label: 'Make a sign-in link', style: 'small' })}
${buttonForm({ action: `${path}/${verb.toLowerCase()}`, token, label: `${verb} ${person.name}`, style })}
</div></details>`
}

export function signInLinkPage(name: string, link: string): SafeHtml {
  return html`<section class="card narrow wide-link"><h1>Sign-in link for ${name}</h1>
<p>It works once, for a day. It is shown only now: hand it over by a safe way.</p>
<label class="field"><span class="label">Link</span><input value="${link}" readonly></label>
<p class="raw-link"><a class="button" href="/admin/people">Done</a></p></section>`
}
