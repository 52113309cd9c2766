import type { Habits } from '../../gateway/chatter/activities/habits.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { buttonForm, hidden, selectField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { age, type Here } from './times.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export type ActivitySettings = { habits: Habits; zone: string; token: string; here: Here }

export function activitySettingsPage(view: ActivitySettings): SafeHtml {
  return html`<div class="page-head"><h1>Reminders and calendar</h1><a class="button" href="/activities">My activities</a></div>
<div class="halves">${remindersCard(view)}${feedCard(view)}</div>`
}

function remindersCard({ habits, zone, token }: ActivitySettings): SafeHtml {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00`,
  }))
  return html`<section class="card" aria-labelledby="reminders-title"><h2 id="reminders-title">${icon('bell')} Reminders</h2>
<p>On the day that an activity is due, a mail reminds you. Answer it with “done”, or with “snooze 2d”.</p>
<form class="stack" method="post" action="/activities/settings">${hidden('token', token)}
${selectField({ name: 'hour', label: `Hour, in ${zone}`, options: hours, value: habits.hour })}
<fieldset><legend>Working days</legend><div class="ticks">${DAYS.map((label, at) =>
    tickBox({
      name: 'days',
      label,
      value: at + 1,
      on: habits.working_days.includes(String(at + 1)),
    }),
  )}</div></fieldset>
${tickBox({ name: 'digest', label: 'On working days, a list of what is overdue', on: habits.digest === 1 })}
<button class="button primary" type="submit">Save</button></form></section>`
}

function feedCard({ habits, token, here }: ActivitySettings): SafeHtml {
  const made = habits.feed_made_at
  return html`<section class="card" aria-labelledby="feed-title"><h2 id="feed-title">${icon('calendar')} Your calendar</h2>
<p>A calendar program can show what you have planned. It reads a secret address, which works for whoever knows it.</p>
${made !== null && html`<p class="quiet">There is an address, made ${age(made, here)}. A new one ends it.</p>`}
<div class="actions">${buttonForm({ action: '/activities/calendar', token, label: made === null ? 'Make an address' : 'Make a new address', style: 'primary' })}
${made !== null && buttonForm({ action: '/activities/calendar/end', token, label: html`${icon('trash')} End it`, style: 'danger' })}</div></section>`
}

export function newFeedPage(address: string): SafeHtml {
  return html`<section class="card narrow wide-link"><h1>Address of your calendar</h1>
<p>Give it to your calendar program as a calendar to subscribe to. It is shown only now.</p>
<label class="field"><span class="label">Address</span><input class="secret" value="${address}" readonly></label>
<p class="raw-link"><a class="button" href="/activities/settings">Done</a></p></section>`
}
