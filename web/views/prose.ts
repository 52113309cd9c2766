import { html, type SafeHtml } from '../../gateway/lib/html.ts'

const ADDRESS = /(https?:\/\/[^\s<>"']{1,2000}[^\s<>"'.,;:!?)\]])/

/** Plain text with its web addresses as links. Line ends are kept by the style sheet. */
export function prose(text: string): SafeHtml {
  const pieces = text.trim().split(ADDRESS)
  return html`<div class="prose">${pieces.map((piece, index) => (index % 2 === 1 ? outwardLink(piece) : piece))}</div>`
}

function outwardLink(address: string): SafeHtml {
  return html`<a href="${address}" rel="noopener noreferrer nofollow" target="_blank">${address}</a>`
}
