import type { Command, Reading } from '../../mail/reading.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { isUser } from '../people/people.ts'
import { may } from '../people/roles.ts'
import { findVerb } from './verbs.ts'

/** What the reader has found in a text. */
export type Words = Pick<Reading, 'commands' | 'strayCommands' | 'newText'>

/** What may be done with the commands of a text. */
export type Limits = {
  /** Why none of them may run; null where they may. */
  barred: string | null
  /** Lines of what the text answers, normalised: who writes under a quotation without marks did not write those. */
  quoted: Set<string>
}

/** What is to be done with a text and its commands. Pure: no verb has run yet. */
export type Plan = {
  run: Command[]
  unknown: Command[]
  left: { command: Command; why: string }[]
  wish: 'note' | 'message' | null
  /** Why the text stays inside until its author says more; null where nothing is in doubt. */
  doubt: string | null
  /** The lines that are commands and no text. */
  lines: Set<number>
}

/** A first line that may be a command with a slip in it: "/note: …", "/ note", "//note". "/etc/passwd" is none. */
const SLIP = /^\s{0,9}[/／\\]{1,2}\s?\p{L}{1,30}[^\p{L}/／\\\s]{0,3}(?:\s|$)/u

/**
 * Reads which commands of a text are to run, and whether it is to be a note or a message. In doubt it stays inside: a user's
 * mistyped command must not publish what they meant for the team. People outside have few verbs; all else they write is text.
 */
export function planFor(by: PersonRow, words: Words, limits: Limits): Plan {
  return isUser(by) ? planOfUser(by, words, limits) : planOfOutsider(by, words, limits)
}

/** A line as it is compared: marks, blanks and case do not count. */
export function normalised(line: string): string {
  return line
    .replace(/^[\s>|\u200b-\u200f\ufeff]+/, '')
    .replace('／', '/')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .trim()
    .toLowerCase()
}

function planOfUser(by: PersonRow, words: Words, { barred, quoted }: Limits): Plan {
  const plan = emptyPlan()
  const head = headOf(words)
  const isQuoted = (command: Command) => quoted.has(normalised(lineOf(words, command)))
  for (const command of words.commands) {
    const verb = findVerb(command.verb)
    if (verb?.name === 'note') wishNote(plan, command)
    else if (barred !== null) leave(plan, command, barred)
    else if (isQuoted(command)) leave(plan, command, QUOTED)
    else if (!verb) plan.unknown.push(command)
    else if (verb.name === 'send') wishMessage(plan, command, { by, head })
    else take(plan, command)
  }
  for (const command of words.strayCommands)
    if (findVerb(command.verb)) plan.left.push({ command, why: STRAY })
  const doubt = doubtOf(plan, words, head)
  return { ...plan, doubt: plan.wish === 'note' && !plan.contrary ? null : doubt }
}

function planOfOutsider(by: PersonRow, words: Words, { barred, quoted }: Limits): Plan {
  const plan = emptyPlan()
  if (by.kind !== 'contact' || barred !== null) return plan
  for (const command of words.commands) {
    const isQuoted = quoted.has(normalised(lineOf(words, command)))
    if (findVerb(command.verb)?.who === 'everybody' && !isQuoted) take(plan, command)
  }
  return plan
}

const QUOTED = 'It stands in the mail that you answer, so it counts as quoted.'
const STRAY =
  'Commands count in the first and in the last lines of your own text, twenty a mail at most.'

/** `contrary`: both /note and /send stand there. */
type Draft = Plan & { contrary: boolean; barred: boolean }

function emptyPlan(): Draft {
  return {
    run: [],
    unknown: [],
    left: [],
    wish: null,
    doubt: null,
    lines: new Set(),
    contrary: false,
    barred: false,
  }
}

function take(plan: Draft, command: Command): void {
  plan.run.push(command)
  plan.lines.add(command.line)
}

function leave(plan: Draft, command: Command, why: string): void {
  plan.left.push({ command, why })
  plan.barred = true
}

/** To keep a text inside needs no right, and no place at its head. */
function wishNote(plan: Draft, command: Command): void {
  plan.contrary ||= plan.wish === 'message'
  plan.wish = 'note'
  plan.lines.add(command.line)
}

function wishMessage(
  plan: Draft,
  command: Command,
  { by, head }: { by: PersonRow; head: Set<number> },
): void {
  if (!may(by, 'post')) {
    leave(plan, command, 'Your role does not allow this.')
    return
  }
  if (!head.has(command.line)) {
    plan.left.push({ command, why: 'It counts above the text only.' })
    plan.lines.add(command.line)
    return
  }
  plan.contrary ||= plan.wish === 'note'
  plan.wish = plan.wish === 'note' ? 'note' : 'message'
  plan.lines.add(command.line)
}

function doubtOf(plan: Draft, words: Words, head: Set<number>): string | null {
  const [unknown] = plan.unknown
  if (plan.contrary) return 'both “/note” and “/send” stand above it'
  if (unknown) return `“/${unknown.verb}” is no command here`
  if (plan.barred) return 'it holds commands that may not run'
  const strayNote = words.strayCommands.some(({ verb }) => findVerb(verb)?.name === 'note')
  if (strayNote) return '“/note” stands where it does not count'
  if (words.strayCommands.some(({ line }) => head.has(line)))
    return 'it begins with a command that may be quoted'
  return SLIP.test(firstTextLine(words, head)) ? 'its first line looks like a command' : null
}

/** The lines of commands, counted or not, above the first line of text. */
function headOf(words: Words): Set<number> {
  const lines = words.newText.split('\n', MOST_LINES)
  const all = new Set([...words.commands, ...words.strayCommands].map(({ line }) => line))
  const head = new Set<number>()
  for (let at = 0; at < lines.length; at++) {
    if (all.has(at + 1)) head.add(at + 1)
    else if (lines[at]!.trim() !== '') break
  }
  return head
}

const MOST_LINES = 200

function firstTextLine({ newText }: Words, head: Set<number>): string {
  const lines = newText.split('\n', MOST_LINES)
  return lines.find((line, at) => line.trim() !== '' && !head.has(at + 1))?.slice(0, 200) ?? ''
}

function lineOf({ newText }: Words, { line }: Command): string {
  return newText.split('\n')[line - 1] ?? ''
}
