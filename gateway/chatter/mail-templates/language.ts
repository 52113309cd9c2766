import { Liquid, type Template, Tokenizer } from 'liquidjs'

/**
 * The language of values in mail templates: Liquid, cut down to an if, a loop over the record's fields and a few filters. There is no
 * way to compute, to read a file or to run long: loops do not nest, and there are no ranges and no assignments.
 */

/** What is wrong with a template, and where. Lines and columns count from 1. */
export type Fault = {
  part: 'subject' | 'layout' | 'words'
  line: number
  column: number
  says: string
}

export type Part = Fault['part']

const TAGS = ['if', 'elsif', 'else', 'endif', 'unless', 'endunless', 'for', 'endfor']
const FILTERS = ['upcase', 'downcase', 'capitalize', 'default', 'truncate', 'strip']
const LIST = 'record.fields'
const LISTED = ['label', 'value']

/** The form in which outgoing mails find the tags again: see outbound/fillable.ts. */
export const TAG = /(\{\{[^}]*\}\}|\{%[^%]*%\})/

export const LONGEST_SOURCE = 200_000

/** An engine that knows this language and nothing else. @param longest the longest source that it reads */
export function openLanguage(longest = LONGEST_SOURCE): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    // an empty field counts as none: that is what people mean by an if
    jsTruthy: true,
    dynamicPartials: false,
    templates: {},
    parseLimit: longest,
    renderLimit: 500,
    memoryLimit: 1e6,
  })
  for (const name of Object.keys(engine.filters))
    if (!FILTERS.includes(name)) delete engine.filters[name]
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name]
  return engine
}

const language = openLanguage()

/** Fills a text for people. Bounded, and small: a few hundredths of a millisecond. @throws where it is no sound text */
export function fillWords(source: string, values: object): string {
  return language.parseAndRenderSync(source, values) as string
}

/** The text without its tags: what is left of a template that cannot be filled. */
export function withoutTags(source: string): string {
  return source.replace(new RegExp(TAG, 'g'), '')
}

/**
 * @param known names of all values, such as `record.name`
 * @returns what is wrong with the tags of a source
 */
export function faultsOfTags(part: Part, source: string, known: string[]): Fault[] {
  if (source.length > LONGEST_SOURCE)
    return [{ part, line: 1, column: 1, says: 'It is longer than 200,000 signs.' }]
  try {
    const faults = faultsOfForm(part, source)
    return faults.length > 0 ? faults : faultsOfNames(part, language.parse(source), known)
  } catch (failure) {
    return [faultOf(part, failure as LiquidFailure)]
  }
}

type LiquidFailure = Error & { token?: { getPosition(): [number, number] } }

function faultOf(part: Part, failure: LiquidFailure): Fault {
  const [line, column] = failure.token?.getPosition() ?? [1, 1]
  const says = failure.message.split('\n')[0]!.replace(/, line:\d+, col:\d+$/, '')
  return { part, line, column, says: `${says[0]!.toUpperCase()}${says.slice(1)}.` }
}

/** Tags that are not of the language, that hold braces, or that loop inside a loop or over something else. */
function faultsOfForm(part: Part, source: string): Fault[] {
  const faults: Fault[] = []
  let loops = 0
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    const text = token.getText()
    const [line, column] = token.getPosition() as [number, number]
    const say = (says: string) => faults.push({ part, line, column, says })
    if (!text.startsWith('{{') && !text.startsWith('{%')) continue
    const name = (token as { name?: string }).name
    if (new RegExp(`^${TAG.source}$`).exec(text) === null || /\{%-|-%\}|\{\{-|-\}\}/.test(text))
      say('Braces, per cent signs and hyphens have no place inside a tag.')
    else if (name !== undefined && !TAGS.includes(name))
      say(`There is no "${name}" here. There are: if, elsif, else, unless, for.`)
    if (name === 'endfor') loops--
    if (name !== 'for') continue
    if (++loops > 1) say('A loop cannot stand in a loop.')
    if (!/^\{%\s*for\s+[a-z]\w*\s+in\s+record\.fields\s*%\}$/.test(text))
      say(`A loop goes over ${LIST}, as in {% for field in ${LIST} %}.`)
  }
  return faults
}

function faultsOfNames(part: Part, parsed: Template[], known: string[]): Fault[] {
  const { globals, variables } = language.analyzeSync(parsed)
  const isGlobal = (root: string) => Object.hasOwn(globals, root)
  return Object.entries(variables).flatMap(([root, uses]) =>
    uses.flatMap((use) => {
      const name = String(use)
      const isListed = !isGlobal(root) && LISTED.includes(name.slice(root.length + 1))
      if (isListed || known.includes(name)) return []
      const { row, col } = use.location
      const near = isGlobal(root) ? nearTo(name, known) : LISTED.map((one) => `${root}.${one}`)
      const says = `There is no value "${name}". There are: ${near.join(', ')}.`
      return [{ part, line: row, column: col, says }]
    }),
  )
}

function nearTo(name: string, known: string[]): string[] {
  const root = name.split('.')[0]
  const same = known.filter((one) => one.split('.')[0] === root)
  return same.length > 0 ? same : known
}
