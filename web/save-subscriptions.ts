import {
  chosenSubtypes,
  offeredTo,
  withHidden,
} from '../gateway/chatter/followers/chosen-subtypes.ts'
import { findFollower, subscribe, unfollow } from '../gateway/chatter/followers/follow.ts'
import { changeSubtype, listSubtypes, subtypesOf } from '../gateway/chatter/followers/subtypes.ts'
import { findPerson } from '../gateway/chatter/people/people.ts'
import { findThread } from '../gateway/chatter/threads/threads.ts'
import { Refused } from '../gateway/lib/errors.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { FollowerRow } from '../gateway/store/tables/followers.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import type { SubtypeRow } from '../gateway/store/tables/threads.ts'

/** The form of the matrix: rows are `thread/person`, ticks `thread/person/subtype`. */
export type Matrix = {
  row: string[]
  on: string[]
  /** Rows that the bulk action is for. */
  pick: string[]
  /** `defaults`, `unfollow`, `add/<code>`, `take/<code>`; '' saves the ticks. */
  bulk: string
  /** Subtypes whose default the form shows, and those of them that are ticked. */
  shownDefault: string[]
  default: string[]
}

type By = { by: PersonRow; at: number }

/** @returns how many subscriptions and defaults differ from what was */
export async function saveMatrix(tx: Tx, form: Matrix, by: By): Promise<number> {
  let changed = 0
  if (form.bulk !== '') {
    for (const row of form.pick) if (await actOn(tx, row, { ...by, bulk: form.bulk })) changed++
    return changed
  }
  for (const row of form.row) if (await saveRow(tx, row, { ...by, ticks: form.on })) changed++
  return changed + (await saveDefaults(tx, form))
}

/** What followers hear of who have chosen nothing: those in the matrix that say "defaults" follow at once. */
async function saveDefaults(tx: Tx, form: Matrix): Promise<number> {
  let changed = 0
  const shown = (await listSubtypes(tx)).filter(({ id }) => form.shownDefault.includes(String(id)))
  for (const { id, default_on } of shown) {
    const wanted = form.default.includes(String(id)) ? 1 : 0
    if (wanted === default_on) continue
    await changeSubtype(tx, id, { default_on: wanted })
    changed++
  }
  return changed
}

type Open = { follower: FollowerRow; person: PersonRow; offered: SubtypeRow[]; before: string[] }

async function openRow(tx: Tx, row: string): Promise<Open | null> {
  const [, threadId, personId] = /^(\d{1,15})\/(\d{1,15})$/.exec(row) ?? []
  if (!threadId || !personId) throw new Refused('bad-input')
  const follower = await findFollower(tx, Number(threadId), Number(personId))
  const person = await findPerson(tx, Number(personId))
  // whoever left while the page was open stays gone
  if (!follower || !person) return null
  const thread = await findThread(tx, follower.thread_id)
  const offered = await subtypesOf(tx, thread?.record_type_id ?? null)
  const before = chosenSubtypes({ ...follower, kind: person.kind }, offered)
  return { follower, person, offered, before }
}

/** One that does not differ keeps following the defaults. */
async function saveRow(tx: Tx, row: string, wish: By & { ticks: string[] }): Promise<boolean> {
  const open = await openRow(tx, row)
  if (!open) return false
  const ticked = wish.ticks
    .filter((tick) => tick.startsWith(`${row}/`))
    .map((tick) => tick.slice(row.length + 1))
  return change(tx, open, { ...wish, codes: withHidden(ticked, open.before, open.offered) })
}

async function actOn(tx: Tx, row: string, wish: By & { bulk: string }): Promise<boolean> {
  const open = await openRow(tx, row)
  if (!open) return false
  const { follower, person, offered, before } = open
  const { bulk, by, at } = wish
  if (bulk === 'unfollow') {
    const how = `removed by ${by.name}`
    return unfollow(tx, { thread: follower.thread_id, person: person.id, how, by: by.id, at })
  }
  if (bulk === 'defaults') {
    if (follower.subtypes === null) return false
    await subscribe(tx, follower, { person, codes: null, by: by.id, at })
    return true
  }
  const [, act, code] = /^(add|take)\/([a-z][a-z0-9-]*)$/.exec(bulk) ?? []
  if (!code) throw new Refused('bad-input')
  const mayHear = offeredTo(person.kind, offered).some((one) => one.code === code)
  const others = before.filter((one) => one !== code)
  return change(tx, open, { ...wish, codes: act === 'add' && mayHear ? [...others, code] : others })
}

async function change(
  tx: Tx,
  { follower, person, before }: Open,
  { codes, by, at }: By & { codes: string[] },
): Promise<boolean> {
  if (sameCodes(before, codes)) return false
  await subscribe(tx, follower, { person, codes, by: by.id, at })
  return true
}

function sameCodes(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((code) => other.includes(code))
}
