import { dayAt, daysAfter } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Action } from '../../store/tables/rules.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'
import { activityTypesFor } from '../activities/activity-types.ts'
import { scheduleActivity } from '../activities/schedule.ts'
import { findPerson, personByAddress } from '../people/people.ts'
import type { OpenRecord } from '../records/records.ts'

/** @throws Refused that names those there are */
export async function activityTypeCalled(
  reader: Reader,
  recordType: number,
  name: string,
): Promise<ActivityTypeRow> {
  const all = await activityTypesFor(reader, recordType)
  const found = all.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found
  const names = all.map((one) => one.name).join(', ')
  throw new Refused('bad-input', `There is no activity type "${name}". There are: ${names}.`)
}

/** Plans what a rule asks for. @throws Refused where its type or its user is there no more */
export async function scheduleByRule(
  tx: Tx,
  open: OpenRecord,
  { action, by, at }: { action: Action & { does: 'activity' }; by: PersonRow; at: number },
): Promise<void> {
  const type = await activityTypeCalled(tx, open.type.id, action.type)
  const assignee = await assigneeOf(tx, open, action.assignee)
  const dueOn = daysAfter(dayAt(at, assignee?.time_zone ?? 'UTC'), action.days)
  const wish = { type, summary: action.summary, dueOn, assignee: assignee?.id ?? null }
  await scheduleActivity(tx, open, { ...wish, automatic: true, by, at })
}

/** `assignee` is the record's; nobody where it says nothing. */
async function assigneeOf(tx: Tx, { record }: OpenRecord, who: string): Promise<PersonRow | null> {
  if (who === '') return null
  if (who !== 'assignee') return personByAddress(tx, who)
  return record.assignee_id === null ? null : findPerson(tx, record.assignee_id)
}
