/** The pieces of one mailbox as they stand in the field. `rival`: a second address in angle brackets, or a bare one, comes after the first. */
export type Draft = {
  phrase: string
  angle: string | null
  after: string
  comment: string
  rival: boolean
}

type Scan = { field: string; lastQuote: number; lastParen: number; drafts: Draft[]; draft: Draft }

/**
 * Cuts an address field into mailboxes, not yet decoded. One pass: each step takes a quoted string, a comment, an encoded
 * word, an address or one character. RFC 5322 section 3.4.
 */
export function scanMailboxes(field: string): Draft[] {
  const state: Scan = {
    field,
    lastQuote: field.lastIndexOf('"'),
    lastParen: field.lastIndexOf(')'),
    drafts: [],
    draft: empty(),
  }
  for (let at = 0; at < field.length; ) at = step(state, at)
  endDraft(state)
  return state.drafts
}

function step(state: Scan, at: number): number {
  const char = state.field[at]!
  if (char === '=' && state.field[at + 1] === '?')
    return addWords(state, at, endOfWord(state.field, at))
  if (char === '"' && at < state.lastQuote) return addWords(state, at, endOfQuote(state.field, at))
  if (char === '(' && at < state.lastParen)
    return addComment(state, at, endOfComment(state.field, at))
  if (char === '<') return addAngle(state, at)
  if (char === ',' || char === ';') endDraft(state)
  else if (char === ':' && isGroupName(state.draft)) state.draft = empty()
  else return addWords(state, at, at + 1)
  return at + 1
}

function addWords(state: Scan, from: number, to: number): number {
  const words = state.field.slice(from, to)
  if (state.draft.angle === null) state.draft.phrase += words
  else state.draft.after += words
  return to
}

function addComment(state: Scan, from: number, to: number): number {
  const inner = state.field.slice(from + 1, to - 1)
  state.draft.comment += state.draft.comment === '' ? inner : ` ${inner}`
  return to
}

function addAngle(state: Scan, at: number): number {
  if (state.field[at + 1] === '<') return at + 1 // doubled by a program that put them round an address that had them
  const end = endOfAngle(state.field, at)
  state.draft.rival ||= state.draft.angle !== null
  state.draft.angle ??= state.field.slice(at + 1, end)
  return state.field[end] === '>' ? end + 1 : end
}

function endDraft(state: Scan): void {
  state.draft.rival ||= state.draft.after.includes('@')
  state.drafts.push(state.draft)
  state.draft = empty()
}

function isGroupName(draft: Draft): boolean {
  if (draft.angle !== null || draft.phrase.includes('@')) return false
  return draft.phrase.lastIndexOf('=?') <= draft.phrase.lastIndexOf('?=')
}

function empty(): Draft {
  return { phrase: '', angle: null, after: '', comment: '', rival: false }
}

/** An encoded word is taken whole: what it hides is no syntax (RFC 2047 section 5). One that is not closed is two signs. */
function endOfWord(field: string, start: number): number {
  encodedWord.lastIndex = start
  return encodedWord.test(field) ? encodedWord.lastIndex : start + 2
}

const encodedWord = /=\?[^?\s]{1,60}\?[bq]\?[^?\r\n]{0,1000}\?=/iy

function endOfQuote(field: string, start: number): number {
  for (let at = start + 1; at < field.length; at++) {
    if (field[at] === '\\') at++
    else if (field[at] === '"') return at + 1
  }
  return field.length
}

function endOfComment(field: string, start: number): number {
  let depth = 0
  for (let at = start; at < field.length; at++) {
    if (field[at] === '\\') at++
    else if (field[at] === '(') depth++
    else if (field[at] === ')' && --depth === 0) return at + 1
  }
  return field.length
}

function endOfAngle(field: string, start: number): number {
  for (let at = start + 1; at < field.length; at++) {
    if (field[at] === '>' || field[at] === '<') return at
  }
  return field.length
}
