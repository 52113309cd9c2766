import { Refused } from '../../lib/errors.ts'
import { find, insertNew, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type FollowerRow, followers, type Reason } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { recordEvent } from '../threads/events.ts'
import { followChildren, leaveChildren } from './parents.ts'
import { subtypesOf } from './subtypes.ts'

/**
 * Following. A rule (`followByRule`) adds a person at most once: who has left stays away. A hand (`follow`) brings anybody back.
 */
export type Follow = {
  thread: number
  person: number
  reason: Reason
  addedBy?: number | null
  at: number
}

/** @returns the follower's row; null where the person follows already, or has left and is not brought back by a rule */
export async function followByRule(tx: Tx, wish: Follow): Promise<FollowerRow | null> {
  const added = await insertNew(tx, followers, {
    thread_id: wish.thread,
    person_id: wish.person,
    reason: wish.reason,
    added_by: wish.addedBy ?? null,
    since: wish.at,
  })
  if (added) await tell(tx, 'follower added', wish)
  return added
}

/** Whoever follows a record by hand hears of those linked to it as well, where a subtype of its type says so. */
export async function follow(tx: Tx, wish: Follow): Promise<FollowerRow> {
  const row = await followOne(tx, wish)
  await followChildren(tx, wish)
  return row
}

async function followOne(tx: Tx, wish: Follow): Promise<FollowerRow> {
  const added = await followByRule(tx, wish)
  if (added) return added

  const key = { thread_id: wish.thread, person_id: wish.person }
  const known = (await find(tx, followers, key))!
  if (known.left_at === null) return known
  const [back] = await update(tx, followers, key, {
    left_at: null,
    removed_by: null,
    muted_until: null,
    reason: wish.reason,
    since: wish.at,
  })
  await tell(tx, 'follower added', wish)
  return back!
}

/**
 * Ends a follow and remembers it, so that no rule brings the person back. Done twice it changes nothing.
 * @param leave by: the user who takes somebody else out
 */
export async function unfollow(
  tx: Tx,
  leave: { thread: number; person: number; how: string; at: number; by?: number },
): Promise<boolean> {
  const key = { thread_id: leave.thread, person_id: leave.person, left_at: null }
  const [left] = await update(tx, followers, key, {
    left_at: leave.at,
    removed_by: leave.by ?? null,
  })
  if (!left) return false
  await leaveChildren(tx, leave)
  await tell(tx, 'follower left', leave, { how: leave.how })
  return true
}

/** May the link of an old mail bring this person back? Only who left by themselves: it must not open a thread to anybody else. */
export async function leftByThemselves(
  reader: Reader,
  thread: number,
  person: number,
): Promise<boolean> {
  const row = await find(reader, followers, { thread_id: thread, person_id: person })
  return row !== null && row.left_at !== null && row.removed_by === null
}

/**
 * Chooses what a follower hears of, in this record and in those linked to it.
 * @param choice codes: of subtypes; null: the defaults of the record type; by: who chose, where it was not the follower
 * @throws Refused for a code that the record type does not have, or an internal one for an outsider
 */
export async function subscribe(
  tx: Tx,
  follower: FollowerRow,
  choice: { person: PersonRow; codes: string[] | null; by?: number; at: number },
): Promise<FollowerRow> {
  const { person, codes, by, at } = choice
  if (codes) await mustBeOffered(tx, follower, person, codes)
  const wanted = { subtypes: codes && toJson(codes) }
  const changed = (await update(tx, followers, { id: follower.id }, wanted))[0]!
  const about = { thread: follower.thread_id, person: person.id, at }
  await followChildren(tx, about)
  await recordEvent(tx, { kind: 'subscription changed', ...about, details: { codes, by } })
  return changed
}

export async function findFollower(
  reader: Reader,
  thread: number,
  person: number,
): Promise<FollowerRow | null> {
  return find(reader, followers, { thread_id: thread, person_id: person, left_at: null })
}

/** How somebody stands to a thread. `removed`: a user took them out, and that counts more than what they wrote before. */
export type Standing = 'participant' | 'removed' | 'stranger'

export async function standingIn(
  reader: Reader,
  thread: number,
  person: number,
): Promise<Standing> {
  const found = await reader.one<{ standing: Standing }>(
    `select case when removed_by is not null then 'removed' else 'participant' end as standing
       from followers where thread_id = $1 and person_id = $2 and (left_at is null or removed_by is not null)
     union all select 'participant' where exists
       (select 1 from messages where thread_id = $1 and author_id = $2 and audience = 'everyone')
     order by 1 desc limit 1`,
    [thread, person],
  )
  return found?.standing ?? 'stranger'
}

/** Does somebody follow a thread, or have they written there before? */
export async function isParticipant(
  reader: Reader,
  thread: number,
  person: number,
): Promise<boolean> {
  return (await standingIn(reader, thread, person)) === 'participant'
}

export type FollowerWithPerson = FollowerRow & {
  name: string
  kind: PersonRow['kind']
  address: string
}

export async function followersOf(reader: Reader, thread: number): Promise<FollowerWithPerson[]> {
  return reader.all<FollowerWithPerson>(
    `select f.*, p.name, p.kind,
       coalesce((select a.address from addresses a where a.person_id = p.id order by a.id limit 1), '') as address
     from followers f join people p on p.id = f.person_id
     where f.thread_id = $1 and f.left_at is null order by p.kind desc, f.id`,
    [thread],
  )
}

async function mustBeOffered(
  reader: Reader,
  follower: FollowerRow,
  person: PersonRow,
  codes: string[],
): Promise<void> {
  const thread = await reader.one<{ record_type_id: number | null }>(
    'select record_type_id from threads where id = $1',
    [follower.thread_id],
  )
  const offered = await subtypesOf(reader, thread?.record_type_id ?? null)
  for (const code of codes) {
    const subtype = offered.find((one) => one.code === code)
    if (!subtype)
      throw new Refused(
        'bad-input',
        `There is no subtype "${code}" here. There are: ${offered.map((one) => one.code).join(', ')}.`,
      )
    if (subtype.internal && person.kind !== 'user')
      throw new Refused('not-allowed', `"${subtype.label}" is for users only.`)
  }
}

async function tell(
  tx: Tx,
  kind: 'follower added' | 'follower left',
  about: { thread: number; person: number; at: number; reason?: Reason },
  details: object = { reason: about.reason },
): Promise<void> {
  await recordEvent(tx, { kind, thread: about.thread, person: about.person, details, at: about.at })
}
