import type { AlarmName } from '../../gateway/lib/alarms.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AlarmRow } from '../../gateway/store/tables/alarms.ts'
import { buttonForm } from './fields.ts'
import { icon } from './icons.ts'
import { fullTime, type Here } from './times.ts'
import { counted } from './words.ts'

/** What each alarm says, and what an operator can make of it. */
const ALARMS: Record<AlarmName, string> = {
  recipient_guessing: 'guesses addresses; its line is cut at each guess',
  mail_flood: 'sends more mail than it may; it is told to come later',
  mail_loop: 'looks like machines that answer each other; the mail is filed, and not passed on',
  letters_held: 'has got enough letters from us; the next ones are held back',
  template_broken: 'is a mail template that cannot be used; its mails leave in plain words',
  rule_switched_off: 'is a rule that failed again and again; it is switched off',
  webhook_failed: 'did not take what a rule had to tell it, for days; it is told no more of that',
}

/** Alarms that nobody has dismissed, above the mail log. */
export function alarmBox({
  alarms,
  token,
  here,
}: {
  alarms: AlarmRow[]
  token: string
  here: Here
}): SafeHtml | false {
  if (alarms.length === 0) return false
  return html`<section class="card" aria-labelledby="alarms-title"><h2 id="alarms-title">${icon('warning')} ${counted(alarms.length, 'alarm')}</h2>
<ul class="edit-rows">${alarms.map((alarm) => line(alarm, token, here))}</ul></section>`
}

function line(alarm: AlarmRow, token: string, here: Here): SafeHtml {
  return html`<li><div class="edit-line"><strong class="break">${alarm.about}</strong>
${buttonForm({ action: `/mails/alarms/${alarm.id}/dismiss`, token, label: html`${icon('check')} Dismiss`, style: 'small' })}</div>
<p class="quiet">It ${ALARMS[alarm.name]}. ${counted(alarm.times, 'time')}, last ${fullTime(alarm.last_at, here)}</p></li>`
}
