import { waysFor } from '../../gateway/chatter/followers/choices.ts'
import { FOR_EVER } from '../../gateway/chatter/followers/mute.ts'
import type { DigestTimes } from '../../gateway/chatter/notifications/digest-times.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { DigestEvery } from '../../gateway/store/tables/digests.ts'
import type { PersonRow, Way } from '../../gateway/store/tables/people.ts'
import { hidden, selectField, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { fullTime, type Here } from './times.ts'

/** How somebody hears, in general: what stands in the form. */
export type GeneralChoice = {
  person: Pick<PersonRow, 'kind' | 'notify' | 'time_zone'>
  times: DigestTimes
  /** When the next digest comes; null where none does. */
  nextAt: number | null
}

export const WAY_WORDS: Record<Way, string> = {
  email: 'A mail for each message, at once',
  inbox: 'On the web only, no mail',
  digest: 'One mail now and then (digest)',
  nothing: 'Nothing, but what names me',
}

const EVERY: { value: DigestEvery; label: string }[] = [
  { value: '4h', label: 'Every four hours of the day' },
  { value: 'daily', label: 'Daily' },
  { value: 'weekly', label: 'Weekly, on the first of these days' },
]

export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
]

/** The fields of the general choice; the form around them is the page's. */
export function generalFields({ person, times, nextAt }: GeneralChoice): SafeHtml {
  const here: Here = { timeZone: person.time_zone, now: nextAt ?? 0 }
  return html`<fieldset class="ticks"><legend class="visually-hidden">How you hear</legend>
${waysFor(person).map(
  (way) =>
    html`<label class="tick"><input type="radio" name="way" value="${way}" ${person.notify === way && html`checked`}> <span>${WAY_WORDS[way]}</span></label>`,
)}</fieldset>
<details class="fold" ${person.notify === 'digest' && html`open`}><summary>${icon('gear')} When the digest comes</summary><div class="stack">
${selectField({ name: 'every', label: 'How often', options: EVERY, value: times.every })}
<div class="field-row">${selectField({ name: 'hour', label: 'At', options: hours(), value: times.hour })}
${textField({ name: 'zone', label: 'Time zone', value: person.time_zone, placeholder: 'Europe/Lisbon' })}</div>
<fieldset class="ticks row"><legend>On these days</legend>
${DAY_NAMES.map((name, index) => tickBox({ name: 'days', value: index + 1, label: name, on: times.days.includes(index + 1) }))}</fieldset>
${nextAt !== null && html`<p class="hint">The next one comes ${fullTime(nextAt, here)}, if there is something to say.</p>`}
</div></details>`
}

function hours(): { value: string; label: string }[] {
  return Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00`,
  }))
}

/** How somebody hears of one thread: what stands in the form. */
export type ThreadChoice = {
  person: Pick<PersonRow, 'kind' | 'time_zone'>
  way: Way | null
  mutedUntil: number | null
  now: number
}

export function threadFields({ person, way, mutedUntil, now }: ThreadChoice): SafeHtml {
  const muted = mutedUntil !== null && mutedUntil > now
  const asElse = { value: '', label: 'As of everything else' }
  const ways = waysFor(person).map((one) => ({ value: one, label: WAY_WORDS[one] }))
  return html`${selectField({ name: 'way', label: 'How you hear of this', options: [asElse, ...ways], value: way ?? '' })}
${selectField({ name: 'mute', label: 'Mute', options: muteOptions(muted), value: muted ? 'keep' : '' })}
${muted && html`<p class="hint">${mutedWords(mutedUntil, { timeZone: person.time_zone, now })}</p>`}`
}

function muteOptions(muted: boolean): { value: string; label: string }[] {
  return [
    { value: '', label: 'Not muted' },
    ...(muted ? [{ value: 'keep', label: 'Muted, as it is' }] : []),
    { value: '1', label: 'For a day' },
    { value: '3', label: 'For three days' },
    { value: '7', label: 'For a week' },
    { value: 'ever', label: 'Until I say otherwise' },
  ]
}

export function mutedWords(until: number, here: Here): SafeHtml {
  return until >= FOR_EVER ? html`Muted.` : html`Muted until ${fullTime(until, here)}.`
}

/** The page behind the link of a digest: no sign-in, the signed address is all it needs. */
export function digestPage(
  choice: GeneralChoice & { name: string; token: string; stopped: boolean; said: string },
): SafeHtml {
  const { token, stopped } = choice
  const hasDigest = choice.nextAt !== null && !stopped
  return html`<section class="card narrow stack"><h1>How you hear from us</h1>
<p>${choice.name}, this is how mails come to you. <strong>${choice.said}</strong></p>
${hasDigest && html`<form method="post" action="/d/${token}"><button class="button primary" type="submit">${icon('cross')} Stop the digest</button></form>`}
${
  stopped &&
  html`<p>You get no digest, and go on following what you followed.</p>
<form method="post" action="/d/${token}/undo"><button class="button" type="submit">${icon('undo')} Undo: send it again</button></form>`
}
<form class="stack" method="post" action="/d/${token}/choice">${generalFields(choice)}
<button class="button" type="submit">Save</button></form></section>`
}

/** The card of "My settings". */
export function choiceCard(choice: GeneralChoice & { token: string }): SafeHtml {
  return html`<section class="card" aria-labelledby="hear-title" id="notifications"><h2 id="hear-title">${icon('bell')} How you hear</h2>
<p class="quiet">Of what you follow. For one record you can choose otherwise on its page.</p>
<form class="stack" method="post" action="/account/notifications">${hidden('token', choice.token)}
${generalFields(choice)}
<button class="button primary" type="submit">Save</button></form></section>`
}
