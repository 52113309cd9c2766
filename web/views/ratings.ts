import { GRADES, gradeLabel, type OpenRating } from '../../gateway/chatter/ratings/ratings.ts'
import type { RatingReport } from '../../gateway/chatter/ratings/report.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { type OpenRecord, referenceOf } from '../../gateway/chatter/records/records.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { RatingRow } from '../../gateway/store/tables/ratings.ts'
import { buttonForm, emptyState, textArea } from './fields.ts'
import { icon } from './icons.ts'
import type { Page } from './layout.ts'
import { fullTime, type Here } from './times.ts'

type Question = { open: OpenRecord; person: PersonRow | null; chosen: number; token: string }

/** Nothing of the thread stands here: whoever has the link learns the record's name at most. */
export function ratingPage({ open, person, chosen, token }: Question): SafeHtml {
  const grades = GRADES.map((label, index) => ({ label, grade: index + 1 })).toReversed()
  return html`<section class="card narrow"><h1>How did it go?</h1>
<p>${person?.name}, please confirm your answer about <strong>${referenceOf(open)} ${open.record.name}</strong>. It counts when you press the button.</p>
<form class="stack" method="post" action="/r/${token}">
<fieldset class="ticks grades"><legend>Your answer</legend>
${grades.map(
  ({ label, grade }) =>
    html`<label class="tick"><input type="radio" name="grade" value="${grade}" ${grade === chosen && html`checked`}> <span>${label}</span></label>`,
)}</fieldset>
${textArea({ name: 'words', label: 'A few words, if you like', rows: 4 })}
<button class="button primary" type="submit">${icon('check')} Send my answer</button></form></section>`
}

const STANDINGS: Record<OpenRating['standing'], { title: string; text: string }> = {
  open: { title: 'How did it go?', text: 'Your answer has not come yet.' },
  answered: {
    title: 'Thank you',
    text: 'Your answer is here, and the people who worked for you see it. You need not do anything else.',
  },
  'too old': { title: 'This question is too old', text: 'It could be answered for 90 days.' },
}

export function ratingStandingPage(standing: OpenRating['standing']): Page {
  const { title, text } = STANDINGS[standing]
  return {
    title,
    content: html`<section class="card narrow"><h1>${title}</h1><p>${text}</p></section>`,
  }
}

/** On the page of a record: the last answers, or why nobody was asked. */
export function ratingBox(ratings: RatingRow[], here: Here): SafeHtml | false {
  if (ratings.length === 0) return false
  return html`<section class="card" aria-labelledby="ratings-title"><h2 id="ratings-title">Rating</h2>
<ul class="plain-list">${ratings.map((one) => html`<li>${ratingLine(one, here)}</li>`)}</ul></section>`
}

function ratingLine(one: RatingRow, here: Here): SafeHtml {
  if (one.state === 'due') return html`<span class="quiet">The customer is being asked.</span>`
  if (one.state === 'not asked') return html`<span class="quiet">Not asked: ${one.why}.</span>`
  if (one.answered_at === null)
    return html`<span class="quiet">Asked ${fullTime(one.asked_at, here)}, not answered yet.</span>`
  return html`${gradeMark(one.grade)} <span class="quiet">${fullTime(one.answered_at, here)}</span>${one.words && html`<br>“${one.words}”`}`
}

const TONES = ['bad', 'warn', 'good'] as const

function gradeMark(grade: number | null): SafeHtml {
  return html`<span class="state ${TONES[(grade ?? 1) - 1]}">${gradeLabel(grade)}</span>`
}

export type ReportView = {
  types: RecordType[]
  report: RatingReport
  token: string
  here: Here
  mayChange: boolean
}

export function ratingReportPage(view: ReportView): SafeHtml {
  const { types, report } = view
  return html`<div class="page-head"><h1>Ratings</h1><span class="quiet">of the last 90 days</span></div>
<section class="card flush" aria-label="By record type"><table class="list"><thead><tr><th scope="col">Record type</th><th scope="col">Asked</th><th scope="col">Good</th><th scope="col">Okay</th><th scope="col">Not good</th><th scope="col">The question</th></tr></thead>
<tbody>${types.map((type) => typeRow(type, view))}</tbody></table></section>
<h2>Last answers</h2>
${
  report.latest.length === 0
    ? emptyState(
        'No answers yet',
        'A customer is asked by mail when a record closes, where its type is switched on.',
      )
    : html`<section class="card flush" aria-label="Last answers"><ul class="edit-rows">${report.latest.map((one) => answerRow(one, view.here))}</ul></section>`
}`
}

function typeRow(type: RecordType, { report, token, mayChange }: ReportView): SafeHtml {
  const counts = report.counts.find((one) => one.record_type_id === type.id)
  const [bad, okay, good] = counts?.grades ?? [0, 0, 0]
  const isOn = type.settings.rating === true
  return html`<tr><th scope="row">${type.plural}</th><td data-label="Asked">${counts?.asked ?? 0}</td>
<td data-label="Good">${good}</td><td data-label="Okay">${okay}</td><td data-label="Not good">${bad}</td>
<td data-label="The question">${isOn ? 'is asked' : html`<span class="quiet">is not asked</span>`} ${
    mayChange &&
    buttonForm({
      action: `/admin/ratings/${type.code}`,
      token,
      label: isOn ? 'Switch off' : 'Switch on',
      style: 'small',
      fields: isOn ? {} : { on: '1' },
    })
  }</td></tr>`
}

function answerRow(one: RatingReport['latest'][number], here: Here): SafeHtml {
  const reference = `${one.prefix}-${one.number}`
  return html`<li><div class="edit-line"><div>${gradeMark(one.grade)} <a href="/records/${reference}"><span class="reference">${reference}</span> ${one.name}</a></div>
<span class="quiet">${one.customer}, ${fullTime(one.answered_at, here)}</span></div>${one.words && html`<p>“${one.words}”</p>`}</li>`
}
