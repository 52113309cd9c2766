import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Cause } from '../../store/tables/threads.ts'
import { CREATED } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { meetPerson, systemPerson } from '../people/people.ts'
import { personNamed } from '../people/people-named.ts'
import { recordEvent } from '../threads/events.ts'
import { changesBetween } from './changes.ts'
import { mustBeInUse } from './merge.ts'
import type { RecordType } from './record-types.ts'
import { type OpenRecord, openRecord, recordByReference, referenceOf } from './records.ts'
import { saveRecord } from './tracking.ts'
import type { DecimalMark } from './typed-numbers.ts'

/** One line of a file, by the codes of its columns, and on whose behalf it is taken. */
export type ImportedLine = {
  cells: Record<string, string>
  startedBy: PersonRow
  cause: Cause
  mark: DecimalMark
  /** The followers hear of it. */
  tell: boolean
  at: number
}

export type LineOutcome = { did: 'created' | 'updated' | 'unchanged'; reference: string }

/**
 * Opens a record from a line, or changes the one that it names; an empty cell changes nothing, `none` empties a field. It is credited
 * to the system actor, with the import as its cause.
 * @throws Refused that says what is wrong with the line; then nothing of it may be kept
 */
export async function importLine(
  tx: Tx,
  type: RecordType,
  line: ImportedLine,
): Promise<LineOutcome> {
  const filled = Object.entries(line.cells).filter(([, text]) => text.trim() !== '')
  const { reference, name, assignee, customer, ...values } = Object.fromEntries(filled)
  const wish = {
    values,
    ...(name === undefined ? {} : { name }),
    ...(assignee === undefined ? {} : { assignee: await assigneeOf(tx, assignee, line) }),
    ...(customer === undefined ? {} : { customer: await customerOf(tx, customer, line) }),
  }
  return reference === undefined
    ? create(tx, type, { line, wish })
    : change(tx, type, { line, wish, reference })
}

type Wish = {
  values: Record<string, string>
  name?: string
  assignee?: number | null
  customer?: PersonRow | null
}

async function create(
  tx: Tx,
  type: RecordType,
  { line, wish }: { line: ImportedLine; wish: Wish },
): Promise<LineOutcome> {
  if (wish.name === undefined)
    throw new Refused('bad-input', `A new ${type.label.toLowerCase()} needs a name.`)
  const { at, mark, cause, tell } = line
  const creator = await systemPerson(tx, at)
  const open = await openRecord(tx, type, {
    ...{ name: wish.name, creator, at, mark, cause, values: wish.values },
    writtenBy: line.startedBy,
    customer: wish.customer ?? null,
    owner: wish.assignee ?? null,
  })
  const changes = await changesBetween(tx, type, { before: null, after: open.record })
  await recordEvent(tx, {
    kind: 'field changed',
    thread: open.thread.id,
    person: creator.id,
    details: { changes, cause, isNew: true },
    at,
  })
  const draft = { author: creator, changes, subtype: CREATED, cause, at }
  await logChange(tx, open.thread, tell ? draft : { ...draft, hush: 'everybody' })
  return { did: 'created', reference: referenceOf(open) }
}

async function change(
  tx: Tx,
  type: RecordType,
  { line, wish, reference }: { line: ImportedLine; wish: Wish; reference: string },
): Promise<LineOutcome> {
  const open: OpenRecord = await recordByReference(tx, reference)
  if (open.type.id !== type.id)
    throw new Refused('bad-input', `${reference} is no ${type.label.toLowerCase()}.`)
  await mustBeInUse(tx, open)
  const { at, mark, cause, tell } = line
  const { customer, ...rest } = wish
  const entry = await saveRecord(tx, open, {
    ...{ by: await systemPerson(tx, at), writtenBy: line.startedBy, mark, cause, at },
    quietly: !tell,
    ...rest,
    ...(customer === undefined ? {} : { customer: customer?.id ?? null }),
  })
  return { did: entry ? 'updated' : 'unchanged', reference: referenceOf(open) }
}

async function assigneeOf(
  tx: Tx,
  said: string,
  { startedBy }: ImportedLine,
): Promise<number | null> {
  if (isNone(said)) return null
  return (await personNamed(tx, said, { by: startedBy, of: 'users' })).id
}

/** An address that nobody has becomes a contact; a name must be somebody's who is known. */
async function customerOf(
  tx: Tx,
  said: string,
  { startedBy, at }: ImportedLine,
): Promise<PersonRow | null> {
  if (isNone(said)) return null
  const [, name = '', inBrackets] = /^([^<>]{0,200})<([^<>\s]{3,320})>$/.exec(said.trim()) ?? []
  const address = inBrackets ?? said.trim()
  if (splitAddress(address)) return meetPerson(tx, { name: name.trim(), address }, at)
  if (address.includes('@')) throw new Refused('bad-input', `${said} is not a mail address.`)
  return personNamed(tx, said, { by: startedBy, of: 'everybody' })
}

function isNone(said: string): boolean {
  return /^(?:none|nobody|-)$/i.test(said.trim())
}
