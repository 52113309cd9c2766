import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'

type Somebody = { id: number; name: string; kind: PersonRow['kind'] }

/** The letters of a name on a disc: square for Postern itself, ringed for people outside. */
export function avatar(person: Somebody): SafeHtml {
  return html`<span class="avatar ${person.kind} hue-${person.id % 6}" aria-hidden="true">${initials(person.name)}</span>`
}

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s@.]+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase() || '?'
}

/** Inside or outside, in a word. */
export function kindMark(kind: PersonRow['kind']): SafeHtml {
  if (kind === 'system') return html`<span class="mark">automatic</span>`
  return kind === 'user'
    ? html`<span class="mark inside">team</span>`
    : html`<span class="mark outside">external</span>`
}
