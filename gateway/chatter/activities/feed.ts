import { HOUR } from '../../lib/clock.ts'
import type { CalendarEvent } from '../../mail/calendar-file.ts'
import type { Reader } from '../../store/store.ts'
import { type ListedActivity, listActivities, titleOf } from './activities.ts'

/** What somebody has planned, as events of a calendar. */
export async function calendarOf(
  reader: Reader,
  { person, domain, baseUrl }: { person: number; domain: string; baseUrl: string },
): Promise<CalendarEvent[]> {
  const planned = await listActivities(reader, { assignee: person })
  return planned.map((activity) => eventOf(activity, { domain, baseUrl }))
}

function eventOf(
  activity: ListedActivity,
  { domain, baseUrl }: { domain: string; baseUrl: string },
): CalendarEvent {
  const { id, prefix, number, record_name, note, place, created_at } = activity
  const { due_on, starts_at, ends_at } = activity
  const record = `${prefix}-${number}`
  return {
    uid: `activity-${id}@${domain}`,
    summary: `${titleOf(activity)} (${record})`,
    description: [`${record} ${record_name}`, note].filter((part) => part !== '').join('\n\n'),
    place,
    url: `${baseUrl}/records/${record}#activity-${id}`,
    changedAt: created_at,
    when:
      starts_at === null
        ? { day: due_on }
        : { from: starts_at, to: Math.max(ends_at ?? starts_at + HOUR, starts_at) },
  }
}
