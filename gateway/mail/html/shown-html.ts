import sanitizeHtml from 'sanitize-html'
import * as policy from './sanitise-policy.ts'

/**
 * Cleaned HTML as a browser gets it: a second sanitiser, of other people, goes over what ours has written, under the same list of what
 * may stand. It finds nothing; but what is shown rests on no sanitiser alone.
 */
export function shownHtml(html: string): string {
  return sanitizeHtml(html, {
    // and the folds that we have put around its parts: see folded-html.ts
    allowedTags: [...policy.allowedTags, 'details', 'summary'],
    allowedAttributes: {
      ...Object.fromEntries(
        Object.entries(policy.allowedAttributes).map(([tag, names]) => [tag, [...names]]),
      ),
      summary: ['data-fold'],
    },
    allowedSchemes: [...policy.linkSchemes],
    allowedSchemesByTag: { img: [...policy.pictureSchemes] },
    allowProtocolRelative: false,
    nonTextTags: [...policy.droppedTags],
    nestingLimit: policy.deepestElement,
    parseStyleAttributes: false,
  })
}
