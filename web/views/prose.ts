import { html, type SafeHtml } from '../../gateway/lib/html.ts'

const ADDRESS = /(https?:\/\/[^\s<>"']{1,2000}[^\s<>"'.,;:!?)\]])/

/** Plain text with its web addresses as links. Line ends are kept by the style sheet. */
export function prose(text: string, called: Called[] = []): SafeHtml {
  const pieces = text.trim().split(ADDRESS)
  return html`<div class="prose">${pieces.map((piece, index) => (index % 2 === 1 ? outwardLink(piece) : withCalls(piece, called)))}</div>`
}

/** What stands in a text to call somebody, and whether they are outside. */
export type Called = { said: string; isOutside: boolean }

function withCalls(text: string, called: Called[]): SafeHtml | string {
  const [first, ...others] = called
  if (!first) return text
  const pieces = text.split(first.said)
  return html`${pieces.map((piece, index) => html`${index > 0 && html`<span class="call ${first.isOutside ? 'outside' : ''}">${first.said}</span>`}${withCalls(piece, others)}`)}`
}

function outwardLink(address: string): SafeHtml {
  return html`<a href="${address}" rel="noopener noreferrer nofollow" target="_blank">${address}</a>`
}
