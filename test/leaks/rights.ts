import { findById } from '../../gateway/chatter/records/records.ts'
import type { Reader } from '../../gateway/store/store.ts'
import type { Folk } from './cast.ts'
import type { AfterFiling, Scenario } from './scenario.ts'

/** What a mail caused that only a user may cause. */
export class RightTaken extends Error {}

type Found = { id: number; kind: string; author_id: number; audience: string }

/**
 * Looks at a record before a mail and after it: whoever is not proved to be a user changes nothing but by adding their own words and
 * following by themselves. Also notes which entries the mail made that no outsider gets.
 */
export async function rightsWatch(
  scenario: Scenario,
  mail: { from: Folk; proved: boolean },
): Promise<(inbound: string) => ReturnType<AfterFiling>> {
  const { site } = scenario.world
  const before = await site.store.read((reader) => stateOf(reader, scenario, mail.from))
  return async (inbound) => {
    const { entries, after } = await site.store.read(async (reader) => ({
      entries: await reader.all<Found>(
        'select id, kind, author_id, audience from messages where inbound_id = $1',
        [inbound],
      ),
      after: await stateOf(reader, scenario, mail.from),
    }))
    for (const entry of entries) {
      if (entry.kind !== 'message') scenario.innerEntries.add(entry.id)
      if (entry.kind !== 'message' || entry.audience === 'users') scenario.unheardOf.add(entry.id)
    }
    if (mail.proved && mail.from.inside) return
    const openedAgain = before.isClosed && !after.isClosed
    if (after.values !== before.values || (after.stage !== before.stage && !openedAgain))
      throw new RightTaken(
        `Without proof the record changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}.`,
      )
    if (mail.from.inside && entries.length > 0)
      throw new RightTaken('Without proof a mail was posted in the name of a user.')
  }
}

type State = { stage: string | null; isClosed: boolean; values: string }

/** All that only users may change: the record's own values, and who else follows. A closed record may be opened again by an answer. */
async function stateOf(reader: Reader, { open, folk }: Scenario, author: Folk): Promise<State> {
  const { record, type } = (await findById(reader, open.record.id))!
  const followers = await reader.all<{ person_id: number }>(
    'select person_id from followers where thread_id = $1 and left_at is null and person_id <> $2 order by person_id',
    [open.thread.id, author.id],
  )
  const isClosed = type.stages.find(({ code }) => code === record.stage)?.closed ?? false
  const others = followers.filter((one) => folk.some(({ id }) => id === one.person_id))
  const values = JSON.stringify([
    record.archived_at,
    record.deleted_at,
    record.merged_into,
    record.assignee_id,
    record.customer_id,
    record.name,
    record.field_values,
    others.map((one) => one.person_id),
  ])
  return { stage: record.stage, isClosed, values }
}
