import { html, type SafeHtml } from '../../gateway/lib/html.ts'

export function failurePage(failure: { status: number; title: string; text: string }): SafeHtml {
  return html`<section class="card narrow failure">
<p class="failure-status">${failure.status}</p>
<h1>${failure.title}</h1>
<p>${failure.text}</p>
<p>${failure.status === 401 ? html`<a class="button primary" href="/sign-in">Sign in</a>` : html`<a class="button" href="/">To the records</a>`}</p>
</section>`
}
