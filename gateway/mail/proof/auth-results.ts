/** One Authentication-Results field: which server speaks, and what it found. RFC 8601 section 2.2. */
export type AuthResults = { server: string; results: MethodResult[] }

/** `properties`: `header.from`, `smtp.mailfrom`, each with all its values. Names and results are in lower case. */
export type MethodResult = {
  method: string
  result: string
  properties: Map<string, string[]>
}

const LONGEST = 64 * 1024
const KEYWORD = /^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/
const METHOD = /^([a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?)(?:\/\d{1,9})?$/

/**
 * Reads an Authentication-Results field by its grammar: comments count for nothing, what is quoted is no syntax.
 * @returns null for what does not follow the grammar: a word that might be half of another is not guessed at
 */
export function readAuthResults(field: string): AuthResults | null {
  const segments = field.length > LONGEST ? null : cut(field)
  const [head, ...rest] = segments ?? []
  if (!head || head.length === 0 || head.length > 2) return null
  const [server, version] = head as [Word, Word?]
  if (server.equals >= 0 || (version && !/^\d{1,9}$/.test(version.text))) return null

  const said = rest.filter((words) => words.length > 0)
  const nothing = said.length === 1 && said[0]!.length === 1 && said[0]![0]!.text === 'none'
  const results = nothing ? [] : said.map(readResult)
  if (results.some((one) => one === null)) return null
  return {
    server: server.text.toLowerCase(),
    results: results.filter((one) => one !== null),
  }
}

function readResult([first, ...others]: Word[]): MethodResult | null {
  const said = pairOf(first!)
  const method = METHOD.exec(said?.name ?? '')?.[1]
  if (!said || !method || !KEYWORD.test(said.value.toLowerCase())) return null

  const properties = new Map<string, string[]>()
  for (const word of others) {
    const pair = pairOf(word)
    if (!pair) return null
    properties.set(pair.name, [...(properties.get(pair.name) ?? []), pair.value])
  }
  return { method, result: said.value.toLowerCase(), properties }
}

function pairOf({ text, equals }: Word): { name: string; value: string } | null {
  if (equals <= 0) return null
  return { name: text.slice(0, equals).toLowerCase(), value: text.slice(equals + 1) }
}

/** What stands between blanks and comments, with its quotes undone. `equals`: where its first `=` outside of quotes is, or -1. */
type Word = { text: string; equals: number }

/** Cuts a field at its semicolons, and these pieces into words; null where a quote or a comment has no end. */
function cut(field: string): Word[][] | null {
  const segments: Word[][] = [[]]
  let begun: Word | null = null
  for (let at = 0; at < field.length; ) {
    const char = field[at]!
    if ('(; \t'.includes(char)) {
      if (char === ';') segments.push([])
      at = char === '(' ? endOfComment(field, at) : at + 1
      begun = null
    } else {
      const word: Word = begun ?? { text: '', equals: -1 }
      if (!begun) segments.at(-1)!.push(word)
      begun = word
      at = takeInto(word, field, at)
    }
    if (at < 0) return null
  }
  return segments.map(joinEquals)
}

/** Adds a character, or a whole quoted string, to a word. @returns where to go on; -1 where it may not stand there */
function takeInto(word: Word, field: string, at: number): number {
  const char = field[at]!
  if (char === '"') return takeQuoted(word, field, at + 1)
  if (char === ')' || char === '\\' || char < ' ' || char === '\u007f') return -1
  if (char === '=' && word.equals < 0) word.equals = word.text.length
  word.text += char
  return at + 1
}

function takeQuoted(word: Word, field: string, start: number): number {
  for (let at = start; at < field.length; at++) {
    if (field[at] === '"') return at + 1
    if (field[at] === '\\') at++
    word.text += field[at] ?? ''
  }
  return -1
}

/** Comments nest. @returns the place after it; -1 where it has no end */
function endOfComment(field: string, start: number): number {
  let depth = 0
  for (let at = start; at < field.length; at++) {
    if (field[at] === '\\') at++
    else if (field[at] === '(') depth++
    else if (field[at] === ')' && --depth === 0) return at + 1
  }
  return -1
}

/** Blanks and comments may stand round the equals sign: `dmarc = pass` is one pair. */
function joinEquals(words: Word[]): Word[] {
  const joined: Word[] = []
  for (const { text, equals } of words) {
    const last = joined.at(-1)
    const opens = last !== undefined && last.equals > 0 && last.equals === last.text.length - 1
    const begins = last !== undefined && last.equals < 0 && equals === 0
    if (!opens && !begins) {
      joined.push({ text, equals })
      continue
    }
    last.equals = opens ? last.equals : last.text.length
    last.text += text
  }
  return joined
}
