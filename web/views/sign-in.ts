import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { hidden, textField, troubleBar } from './fields.ts'
import { icon } from './icons.ts'

export type SignInForm = { next: string; address?: string; trouble?: string }

/** One form, two ways: whoever has no password, or has forgotten it, has a link mailed. */
export function signInPage({ next, address, trouble }: SignInForm): SafeHtml {
  return html`<section class="card narrow">
<h1>Sign in</h1>
${trouble !== undefined && troubleBar(trouble)}
<form method="post" action="/sign-in" class="stack">${hidden('next', next)}
${textField({ name: 'address', label: 'Your mail address', type: 'email', value: address, required: true, autocomplete: 'username' })}
${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', hint: 'If you have none, leave it empty and have a link mailed: it works once, for a day.' })}
<div class="form-buttons"><button class="button primary" type="submit" name="way" value="password">${icon('lock')} Sign in</button>
<button class="button" type="submit" name="way" value="link">${icon('mail')} Mail me a link</button></div>
</form>
</section>`
}

/** The same page whether the address is known or not: else it would tell who works here. */
export function linkSentPage(address: string, hasDevInbox: boolean): SafeHtml {
  return html`<section class="card narrow">
<h1>Look into your mailbox</h1>
<p>If <strong>${address}</strong> belongs to a user here, a link to sign in is on its way. It works once, for a day.</p>
${hasDevInbox && html`<p>No relay is set, so the mail waits in the <a href="/dev/inbox">dev inbox</a>.</p>`}
<p><a href="/sign-in">Use another address</a></p>
</section>`
}

export function tooManyPage(): SafeHtml {
  return html`<section class="card narrow">
<h1>That was asked for often enough</h1>
<p>Links that were mailed before still work. You can ask for another one in a quarter of an hour.</p>
<p><a href="/sign-in">Back</a></p>
</section>`
}

export function confirmPage(person: PersonRow, action: string): SafeHtml {
  return html`<section class="card narrow">
<h1>Sign in as ${person.name}</h1>
<p class="lead">One click and you are in.</p>
<form method="post" action="${action}" class="stack">
<button class="button primary" type="submit">${icon('check')} Sign in as ${person.name}</button>
</form>
</section>`
}

export function deadLinkPage(): SafeHtml {
  return html`<section class="card narrow">
<h1>This link does not work any more</h1>
<p>It has been used or is too old.</p>
<p><a class="button primary" href="/sign-in">Get a new one</a></p>
</section>`
}
