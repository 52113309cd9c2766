import type { HtmlPart, PartKind } from '../reading.ts'

/** Stands where a page writes the name of a folded part, in its reader's language. */
const TITLE = /<summary data-fold="(quote|signature|footer|forwarded)"><\/summary>/g

/**
 * The HTML of a mail with all that is not new folded, so that it opens without a script; what was forwarded stays open. Each part
 * is balanced, so that it can be wrapped.
 */
export function foldedHtml(parts: HtmlPart[]): string {
  return parts.map(({ kind, html }) => (isOpen(kind) ? html : folded(kind, html))).join('\n')
}

/** Writes the names of the folded parts into it. */
export function withFoldTitles(html: string, titles: Record<string, string>): string {
  return html.replace(TITLE, (_, kind: string) => `<summary>${titles[kind] ?? kind}</summary>`)
}

function isOpen(kind: PartKind): boolean {
  return kind === 'new' || kind === 'forwarded'
}

function folded(kind: PartKind, html: string): string {
  return `<details><summary data-fold="${kind}"></summary>${html}</details>`
}
