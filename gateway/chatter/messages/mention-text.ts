import { addressKey } from '../../mail/addresses.ts'

/** Somebody whom a text may name, by the names that they answer to. */
export type Nameable = { id: number; name: string; address: string }

/** Where a text calls somebody: what stands there, and by what they may be found. */
export type Call = { said: string; address: string | null; names: string[] }

/** More calls than these are no conversation. */
const MOST_CALLS = 30
/** Words of a name. */
const LONGEST_NAME = 4
const WINDOW = 120

const CALL = /(?:^|[\s([{,;:"'“„‘«])@(?=[\p{L}\p{N}<"“])/gu
const ADDRESS = /^<?([^\s<>@,;()"]{1,64}@[\p{L}\p{N}.-]{1,255})>?/u

/** The calls of a text: `@kim`, `@Kim Larsen`, `@kim@example.com`, `@<kim@example.com>`. A mail address alone is none. */
export function callsIn(text: string): Call[] {
  const calls: Call[] = []
  for (const found of text.matchAll(CALL)) {
    if (calls.length >= MOST_CALLS) break
    const from = found.index + found[0].length
    calls.push(callAt(text.slice(from, from + WINDOW).split('\n', 1)[0]!))
  }
  return calls
}

function callAt(rest: string): Call {
  const address = ADDRESS.exec(rest)
  if (address) {
    const clean = address[1]!.replace(/[.-]+$/, '')
    return { said: `@${clean}`, address: addressKey(clean), names: [] }
  }
  const words = rest
    .replace(/^["“]/, '')
    .split(/\s+/)
    .filter((word) => word !== '')
  const names: string[] = []
  for (let count = Math.min(LONGEST_NAME, words.length); count > 0; count--)
    names.push(withoutMarks(words.slice(0, count).join(' ')))
  return { said: `@${names.at(-1) ?? ''}`, address: null, names }
}

function withoutMarks(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+$/u, '')
}

export type Match = { said: string; people: number[] }

/**
 * Whom a call by name means: the longest name wins; a login or a whole name wins over one word of a name.
 * @returns nobody where no name fits, several where it is not clear
 */
export function matchCall(call: Call, directory: Directory): Match {
  for (const name of call.names) {
    const key = normalised(name)
    const people = directory.whole.get(key) ?? directory.words.get(key)
    if (people) return { said: `@${name}`, people: [...people] }
  }
  return { said: call.said, people: [] }
}

export type Directory = { whole: Map<string, Set<number>>; words: Map<string, Set<number>> }

export function directoryOf(people: Nameable[]): Directory {
  const directory: Directory = { whole: new Map(), words: new Map() }
  for (const { id, name, address } of people) {
    const login = address.slice(0, address.lastIndexOf('@'))
    for (const whole of [login, name]) put(directory.whole, whole, id)
    for (const word of name.split(/\s+/)) if (word.length > 1) put(directory.words, word, id)
  }
  return directory
}

function put(names: Map<string, Set<number>>, name: string, id: number): void {
  const key = normalised(name)
  if (key === '') return
  const known = names.get(key) ?? new Set()
  names.set(key, known.add(id))
}

/** `Kim.Larsen`, `kim_larsen` and `Kim Larsen` are one name. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[._\s]+/g, ' ')
    .trim()
}
