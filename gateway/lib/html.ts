/** HTML that may be shown as it is. Only this file and the mail sanitiser make it. */
export class SafeHtml {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }

  toString(): string {
    return this.value
  }
}

type Piece = SafeHtml | string | number | null | undefined | false | Piece[]

/** A template whose values are escaped, unless they are SafeHtml or lists of it. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): SafeHtml {
  let text = strings[0] ?? ''
  pieces.forEach((piece, index) => {
    text += render(piece) + (strings[index + 1] ?? '')
  })
  return new SafeHtml(text)
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(render).join('')
  return piece instanceof SafeHtml ? piece.value : escapeHtml(String(piece))
}
