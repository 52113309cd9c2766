import { isIP } from 'node:net'
import { plainFields } from './own-fields.ts'

/** The host's own claim, as Exim writes it into the comment: what follows is never its address. */
const CLAIM = /\b(?:helo|ehlo)=/i
const LITERAL = /\[(?:IPv6:)?([0-9a-f.:]{2,45})\]/gi

/**
 * The address of the client that handed a mail to a border server, from the topmost Received field, if it is that server's own: the last
 * address literal beside the name that the client gave itself (RFC 5321 section 4.4).
 * @returns null where it is not that server's field, or names no address
 */
export function clientAddress(source: Buffer, server: string): string | null {
  const field = plainFields(source)?.find(({ name }) => name === 'received')
  const words = field && clauses(field.value)
  if (!words) return null
  const by = words.flatMap((word, at) => (isName(word, 'by') ? [at] : []))
  // a name with blanks and brackets in it could bring a second "by"
  if (!isName(words[0], 'from') || by.length !== 1) return null
  if (!isName(words[by[0]! + 1], server.toLowerCase())) return null
  return addressIn(words.slice(1, by[0]))
}

type Clause = { text: string; comment: boolean }

function isName(word: Clause | undefined, name: string): boolean {
  return word !== undefined && !word.comment && word.text.toLowerCase() === name
}

/** Comments first: the server writes them; outside of them stands what the client says, but for a lone literal with a claim beside it. */
function addressIn(from: Clause[]): string | null {
  const found = from.filter(({ comment }) => comment).flatMap(({ text }) => literalsIn(text))
  if (found.length > 0) return found.at(-1)!
  const [first, ...others] = from
  const beside = others.some(({ comment, text }) => comment && CLAIM.test(text))
  return first && !first.comment && beside ? (literalsIn(first.text)[0] ?? null) : null
}

function literalsIn(text: string): string[] {
  return [...text.split(CLAIM)[0]!.matchAll(LITERAL)]
    .map((match) => match[1]!)
    .filter((address) => isIP(address) !== 0)
}

/** Words and comments up to the date; null where a comment has no end. */
function clauses(field: string): Clause[] | null {
  const found: Clause[] = []
  let depth = 0
  let text = ''
  const close = (comment: boolean): void => {
    if (text !== '') found.push({ text, comment })
    text = ''
  }
  for (const char of field) {
    if (char === '(' && depth++ === 0) close(false)
    else if (char === ')' && depth > 0 && --depth === 0) close(true)
    else if (depth === 0 && char === ';') break
    else if (depth === 0 && /\s/.test(char)) close(false)
    else text += char
  }
  close(depth > 0)
  return depth === 0 ? found : null
}
