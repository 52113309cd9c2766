/** How much of an entry's text the page of its thread shows, in characters. */
export const TEXT_SHOWN = 20_000

/** A piece of a text: what is new, or a quote, a signature and the like. */
export type Part = { kind: string; text: string }

/**
 * As much of a text as a page shows. What is new comes first when there is not room for all, wherever it stands.
 * @param body the text; longer than TEXT_SHOWN means cut
 * @param parts the same text in parts; none where they were not read or are not known
 */
export function shortened(
  body: string,
  parts: Part[],
): { body: string; parts: Part[]; isCut: boolean } {
  const isCut = body.length > TEXT_SHOWN
  if (!isCut) return { body, parts, isCut }

  const isNew = (part: Part) => part.kind === 'new'
  let left = TEXT_SHOWN
  const take = (part: Part): [Part, Part] => {
    const text = part.text.slice(0, left)
    left -= text.length
    return [part, { ...part, text }]
  }
  const taken = new Map([
    ...parts.filter(isNew).map(take),
    ...parts.filter((part) => !isNew(part)).map(take),
  ])
  return { body: body.slice(0, TEXT_SHOWN), parts: parts.map((part) => taken.get(part)!), isCut }
}
