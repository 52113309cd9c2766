import type { OpenQuestion } from '../../gateway/inbound/admission/answer.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { icon } from './icons.ts'
import { fullTime } from './times.ts'

/** Which of the two links of the letter was opened: its button comes first. */
export type Choice = 'mine' | 'not-mine'

export type QuestionView = Pick<OpenQuestion, 'person' | 'facts'> & {
  choice: Choice
  token: string
}

export function questionPage({ person, facts, choice, token }: QuestionView): SafeHtml {
  const here = { timeZone: person.time_zone, now: facts.receivedAt }
  const buttons = { mine: postButton(token, choice), 'not-mine': denyButton(token, choice) }
  return html`<section class="card narrow question"><h1>Did you write this mail?</h1>
<p>${person.name}, a mail in your name waits. Nothing shows that it is yours. Nothing has happened yet.</p>
<dl class="facts">
<div><dt>Came</dt><dd>${fullTime(facts.receivedAt, here)}</dd></div>
<div><dt>From server</dt><dd>${facts.server}</dd></div>
<div><dt>To</dt><dd>${facts.to.join(', ')}</dd></div></dl>
<figure class="unproved"><figcaption>${icon('warning')} Not proved: it may be somebody else who writes this. Links, addresses and long numbers are left out.</figcaption>
<blockquote><p><strong>${facts.subject || '(no subject)'}</strong></p><p>${facts.words || '(no words)'}</p></blockquote></figure>
<div class="choices">${choice === 'mine' ? [buttons.mine, buttons['not-mine']] : [buttons['not-mine'], buttons.mine]}</div>
</section>`
}

function postButton(token: string, choice: Choice): SafeHtml {
  return html`<form method="post" action="/q/${token}/mine"><button class="button ${choice === 'mine' && 'primary'}" type="submit">${icon('check')} Post it</button>
<p class="quiet">I wrote it. This one mail counts as mine and is posted with my rights.</p></form>`
}

function denyButton(token: string, choice: Choice): SafeHtml {
  return html`<form method="post" action="/q/${token}/not-mine"><button class="button danger ${choice === 'not-mine' && 'solid'}" type="submit">${icon('cross')} It was not me</button>
<p class="quiet">It is set aside, and the operators learn that somebody used my name.</p></form>`
}

const STANDINGS: Record<OpenQuestion['standing'], { title: string; text: string }> = {
  open: { title: 'Did you write this mail?', text: 'It still waits for your answer.' },
  posted: {
    title: 'It is yours',
    text: 'This one mail counts as yours and is posted, as if it had come with proof.',
  },
  dropped: {
    title: 'It was not you',
    text: 'The mail is set aside and was posted nowhere. The operators find your answer in its trace. You need not do anything else.',
  },
  decided: {
    title: 'This is decided already',
    text: 'An operator has let this mail in or set it aside before you answered.',
  },
  'too old': {
    title: 'This question is too old',
    text: 'It could be answered for seven days. The mail waits for an operator now.',
  },
}

export function standingPage(standing: OpenQuestion['standing']): {
  title: string
  content: SafeHtml
} {
  const { title, text } = STANDINGS[standing]
  return {
    title,
    content: html`<section class="card narrow"><h1>${title}</h1><p>${text}</p></section>`,
  }
}
