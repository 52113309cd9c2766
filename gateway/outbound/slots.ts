/**
 * Where each reader's own words come into a body that is rendered once for many: a name between two signs of the private use area,
 * which no text of a mail contains (they are taken out).
 */
export const SLOT = /\uE000(\w+)\uE001/

export function slot(name: string): string {
  return `\uE000${name}\uE001`
}

/** Takes the signs out of a text that mark our slots. */
export function clear(text: string): string {
  return text.replace(/[\uE000\uE001]/g, '')
}
