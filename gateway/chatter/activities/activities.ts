import { Refused } from '../../lib/errors.ts'
import { find } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ActivityRow, activities } from '../../store/tables/activities.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'
import type { Value } from '../../store/value.ts'

/** An activity with the names that people read. */
export type ListedActivity = ActivityRow & {
  type_name: string
  icon: string
  decoration: ActivityTypeRow['decoration']
  category: ActivityTypeRow['category']
  next_type_id: number | null
  assignee: string | null
  /** Decides which day it is for it. */
  assignee_zone: string | null
  creator: string
  prefix: string
  number: number
  record_name: string
  record_type_id: number
}

/** A removed type counts as To Do. */
const FROM = `from activities a join activity_types y on y.id = a.activity_type_id
  join activity_types t on t.id = case when y.removed_at is null then y.id
    else (select min(id) from activity_types where code = 'todo') end
  join records r on r.thread_id = a.thread_id join record_types k on k.id = r.record_type_id
  join people c on c.id = a.created_by left join people p on p.id = a.assignee_id`

const SELECT = `select a.*, t.name as type_name, t.icon, t.decoration, t.category, t.next_type_id,
  p.name as assignee, p.time_zone as assignee_zone, c.name as creator, k.prefix, r.number, r.name as record_name, r.record_type_id
  ${FROM}`

/** What is planned on a record that rests is not shown until it is worked on again. */
const IN_USE = 'a.ended_at is null and r.deleted_at is null and r.archived_at is null'

const MOST_OF_A_RECORD = 100

export async function plannedOn(reader: Reader, thread: number): Promise<ListedActivity[]> {
  return reader.all<ListedActivity>(
    `${SELECT} where a.thread_id = $1 and a.ended_at is null order by a.due_on, a.id limit ${MOST_OF_A_RECORD}`,
    [thread],
  )
}

const DONE_SHOWN = 20

/** Done ones of types that keep them, the latest first. */
export async function doneOn(reader: Reader, thread: number): Promise<ListedActivity[]> {
  return reader.all<ListedActivity>(
    `${SELECT} where a.thread_id = $1 and a.outcome = 'done' and t.keep_done = 1
     order by a.ended_at desc, a.id desc limit ${DONE_SHOWN}`,
    [thread],
  )
}

export type ActivityFilter = {
  /** A person's id; 0 for everybody. */
  assignee: number
  /** An activity type's id; 0 for all. */
  type?: number
  recordType?: number
  from?: string
  to?: string
}

export const MOST_LISTED = 500

/** Planned activities by their day. */
export async function listActivities(
  reader: Reader,
  filter: ActivityFilter,
): Promise<ListedActivity[]> {
  const { text, values } = conditionsOf(filter)
  return reader.all<ListedActivity>(
    `${SELECT} where ${IN_USE}${text} order by a.due_on, a.starts_at, a.id limit ${MOST_LISTED}`,
    values,
  )
}

/** The columns are named only where they are asked for: so each question has its index. */
function conditionsOf(filter: ActivityFilter): { text: string; values: Value[] } {
  const { assignee, type = 0, recordType = 0, from, to } = filter
  const asked: [string, Value][] = []
  if (assignee) asked.push(['a.assignee_id =', assignee])
  if (type) asked.push(['t.id =', type])
  if (recordType) asked.push(['r.record_type_id =', recordType])
  if (from) asked.push(['a.due_on >=', from])
  if (to) asked.push(['a.due_on <=', to])
  return {
    text: asked.map(([condition], at) => ` and ${condition} $${at + 1}`).join(''),
    values: asked.map(([, value]) => value),
  }
}

export type DueCount = { thread_id: number; due_on: string; zone: string | null; n: number }

/** How many are planned on records, by day: one statement for a page of them. */
export async function countsOn(reader: Reader, threads: number[]): Promise<DueCount[]> {
  if (threads.length === 0) return []
  const places = threads.map((_, at) => `$${at + 1}`).join(', ')
  const rows = await reader.all<DueCount>(
    `select a.thread_id, a.due_on, p.time_zone as zone, count(*) as n
     from activities a left join people p on p.id = a.assignee_id
     where a.ended_at is null and a.thread_id in (${places}) group by a.thread_id, a.due_on, p.time_zone`,
    threads,
  )
  return rows.map((row) => ({ ...row, n: Number(row.n) }))
}

export async function findActivity(reader: Reader, id: number): Promise<ListedActivity | null> {
  return reader.one<ListedActivity>(`${SELECT} where a.id = $1`, [id])
}

/**
 * One that is still planned, as it is now; nobody else changes it until this transaction ends.
 * @throws Refused where there is none, or it has ended
 */
export async function plannedActivity(tx: Tx, id: number): Promise<ActivityRow> {
  if (tx.dialect === 'postgres')
    await tx.all('select id from activities where id = $1 for update', [id])
  const found = await find(tx, activities, { id })
  if (!found) throw new Refused('not-found', `There is no activity #${id}.`)
  if (found.ended_at !== null)
    throw new Refused('already-there', `Activity #${id} is ${found.outcome} already.`)
  return found
}

/** `Call: the renewal`, or `Call` where nothing more is said. */
export function titleOf({ type_name, summary }: { type_name: string; summary: string }): string {
  return summary === '' ? type_name : `${type_name}: ${summary}`
}
