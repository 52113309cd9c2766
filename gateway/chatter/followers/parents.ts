import { readJson, toJson } from '../../store/rows.ts'
import { columnsOf, insertText, valuesOf } from '../../store/sql/insert-text.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { FollowerRow } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { SubtypeRow } from '../../store/tables/threads.ts'
import { recordEvent } from '../threads/events.ts'
import { chosenSubtypes } from './chosen-subtypes.ts'
import { everySubtype, subtypesOf } from './subtypes.ts'

/**
 * Who follows a project hears of its tasks: a subtype of the one can stand for a subtype of the other ("heard"), where a link leads from
 * the other to the one. Its followers then follow each linked record with these subtypes, by rule: who leaves one stays away from it.
 */
export type Linked = {
  thread: number
  recordType: number
  /** The field that holds the link; null: the record's own. */
  by: string | null
}

const ROWS_AT_ONCE = 500
const CHILDREN = 1000

/** Is there a subtype that stands for another? Without one nothing here costs a statement. */
async function heardSubtypes(reader: Reader): Promise<SubtypeRow[]> {
  return (await everySubtype(reader)).filter(({ heard_type_id }) => heard_type_id !== null)
}

/** May a record of this type have followers by the records that it is linked to? */
export async function hasParents(reader: Reader, recordType: number): Promise<boolean> {
  return (await heardSubtypes(reader)).some((one) => one.heard_type_id === recordType)
}

/**
 * Lets those follow a record who hear of it by the records that it is linked to.
 * @returns the subtypes that any of them hears of now
 */
export async function followByParents(
  tx: Tx,
  child: { thread: number; recordType: number },
  { parents, at }: { parents: Linked[]; at: number },
): Promise<Set<string>> {
  const heard = new Set<string>()
  for (const parent of parents) {
    const rows = await followersOfParent(tx, parent)
    const offered = await subtypesOf(tx, parent.recordType)
    const own = await subtypesOf(tx, child.recordType)
    const wishes = rows.flatMap((row) => {
      const codes = heardCodes({ row, offered, own, by: parent.by, type: child.recordType })
      for (const code of codes) heard.add(code)
      return codes.length > 0 ? [{ thread: child.thread, person: row.person_id, codes }] : []
    })
    await writeFollows(tx, wishes, { parent: parent.thread, at })
  }
  return heard
}

/** Lets one follower of a record hear of the open records that are linked to it, as they have chosen; what they chose before gives way. */
export async function followChildren(
  tx: Tx,
  { thread, person, at }: { thread: number; person: number; at: number },
): Promise<void> {
  if ((await heardSubtypes(tx)).length === 0) return
  const row = await tx.one<Row & { record_type_id: number | null }>(
    `select f.*, p.kind, t.record_type_id from followers f join people p on p.id = f.person_id join threads t on t.id = f.thread_id
     where f.thread_id = $1 and f.person_id = $2 and f.left_at is null`,
    [thread, person],
  )
  if (!row || row.record_type_id === null) return
  await leaveChildren(tx, { thread, person })
  const offered = await subtypesOf(tx, row.record_type_id)
  if (offered.every((one) => one.heard_type_id === null)) return
  const wishes: Wish[] = []
  for (const child of await childrenOf(tx, thread)) {
    const own = await subtypesOf(tx, child.record_type_id)
    const codes = heardCodes({ row, offered, own, by: null, type: child.record_type_id })
    if (codes.length > 0) wishes.push({ thread: child.thread_id, person, codes })
  }
  await writeFollows(tx, wishes, { parent: thread, at })
}

/** Ends what somebody follows only because they followed this. What they left by themselves stays remembered. */
export async function leaveChildren(
  tx: Tx,
  { thread, person }: { thread: number; person: number },
): Promise<void> {
  if ((await heardSubtypes(tx)).length === 0) return
  await tx.all(
    'delete from followers where parent_thread_id = $1 and person_id = $2 and left_at is null',
    [thread, person],
  )
}

type Row = Pick<FollowerRow, 'person_id' | 'subtypes'> & { kind: PersonRow['kind'] }

async function followersOfParent(reader: Reader, { thread }: Linked): Promise<Row[]> {
  return reader.all<Row>(
    `select f.person_id, f.subtypes, p.kind from followers f join people p on p.id = f.person_id
     where f.thread_id = $1 and f.left_at is null and p.disabled_at is null order by f.id`,
    [thread],
  )
}

/** Open records that are linked to the record of this thread by their own link: a link of a field counts from its next change on. */
async function childrenOf(
  reader: Reader,
  thread: number,
): Promise<{ thread_id: number; record_type_id: number }[]> {
  return reader.all(
    `select c.thread_id, c.record_type_id from records p join records c on c.linked_record_id = p.id
     where p.thread_id = $1 and c.closed_at is null and c.archived_at is null and c.deleted_at is null
     order by c.id desc limit ${CHILDREN}`,
    [thread],
  )
}

/** The subtypes of the linked record that a follower hears of; nobody outside hears of an internal one. */
function heardCodes(about: {
  row: Row
  offered: SubtypeRow[]
  own: SubtypeRow[]
  by: string | null
  type: number
}): string[] {
  const { row, offered, own, by, type } = about
  const chosen = chosenSubtypes(row, offered)
  const heard = offered.filter(
    (one) => one.heard_type_id === type && one.heard_by === by && chosen.includes(one.code),
  )
  const codes = new Set(heard.map(({ heard_code }) => heard_code))
  return own
    .filter((one) => codes.has(one.code) && (row.kind === 'user' || !one.internal))
    .map(({ code }) => code)
}

type Wish = { thread: number; person: number; codes: string[] }

/** As a rule: who follows already, or has left, is left as they are. */
async function writeFollows(
  tx: Tx,
  wishes: Wish[],
  { parent, at }: { parent: number; at: number },
): Promise<void> {
  const reason = 'follower_parent'
  const rows = wishes.map(({ thread, person, codes }) => ({
    thread_id: thread,
    person_id: person,
    subtypes: toJson(codes),
    reason,
    since: at,
    parent_thread_id: parent,
  }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE)
    const columns = columnsOf(some[0]!)
    const sql = `${insertText('followers', columns, some.length)} on conflict do nothing returning thread_id, person_id, subtypes`
    const added = await tx.all<FollowerRow>(sql, valuesOf(some, columns))
    for (const { thread_id: thread, person_id: person, subtypes } of added) {
      const details = { reason, parent, subtypes: subtypes && readJson(subtypes) }
      await recordEvent(tx, { kind: 'follower added', thread, person, details, at })
    }
  }
}
