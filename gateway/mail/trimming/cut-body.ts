import { cutHtml } from '../html/html-cut.ts'
import { type HtmlWalk, walkHtml } from '../html/html-walk.ts'
import type { Body } from '../parts/body.ts'
import type { PartKind, Reading } from '../reading.ts'
import { partClosing } from './closings.ts'
import { markText, partsOf } from './reply-text.ts'
import { partSharedLines } from './shared-lines.ts'

type CutBody = Pick<Reading, 'text' | 'parts' | 'htmlParts'> & {
  flaws: string[]
  sure: boolean
}

/**
 * Cuts what a reader sees into the author's new words and the rest: the text, and the HTML in its tree by the text of its
 * own. A mail with HTML alone is cut once, for the containers of its HTML say more than its words.
 */
export function cutBody(body: Body): CutBody {
  const walk = body.html === null ? null : (body.walk ?? walkHtml(body.html))
  const marked = walk ? markText(walk.text, walk.roles) : null
  const htmlParts = walk && marked ? cutHtml(walk, marked.kinds) : []
  if (walk && marked && walk.text === body.text) {
    const text = withoutIndents(walk, marked.kinds)
    return {
      text,
      parts: partClosing(partsOf(text, marked.kinds)),
      htmlParts,
      flaws: [],
      sure: marked.sure,
    }
  }
  const parted = partSharedLines(body.text)
  const text = parted ?? body.text
  const flaws = parted === null ? [] : ['attribution-on-shared-line']
  const { kinds, sure } = markText(text)
  return { text, parts: partClosing(partsOf(text, kinds)), htmlParts, flaws, sure }
}

/** What is the author's own and stands in a blockquote was indented, as editors do it: the marks of a quote come off. */
function withoutIndents(walk: HtmlWalk, kinds: PartKind[]): string {
  if (![...walk.roles.values()].includes('own')) return walk.text
  return walk.text
    .split('\n')
    .map((line, n) =>
      walk.roles.get(n) === 'own' && kinds[n] === 'new' ? line.replace(/^>{1,20} ?/, '') : line,
    )
    .join('\n')
}
