import {
  type Day,
  dayAt,
  daysBetween,
  instantOf,
  spanAfter,
  weekdayOf,
} from '../../lib/calendar.ts'
import type { ActivityHabitRow } from '../../store/tables/activities.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'

/** Red, orange, green: by the day that it is where its assignee is. */
export type DueState = 'overdue' | 'today' | 'planned'

export function dueState(dueOn: Day, today: Day): DueState {
  if (dueOn === today) return 'today'
  return dueOn < today ? 'overdue' : 'planned'
}

/** The worst state of several: what a record shows. */
export function worstState(states: DueState[]): DueState | null {
  return (['overdue', 'today', 'planned'] as const).find((state) => states.includes(state)) ?? null
}

/** `overdue by 3 days`, `due today`, `due tomorrow`, `due in 5 days`. */
export function dueInWords(dueOn: Day, today: Day): string {
  const days = daysBetween(today, dueOn)
  if (days === 0) return 'due today'
  if (days === 1) return 'due tomorrow'
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`
  return days < 0 ? `overdue by ${count}` : `due in ${count}`
}

/** When an activity of a type is due: counted from today, or from when the one before was due. */
export function usualDue(
  { delay_count, delay_unit, delay_from }: ActivityTypeRow,
  { today, previous }: { today: Day; previous?: Day | null },
): Day {
  const from = delay_from === 'previous' && previous ? previous : today
  return spanAfter(from, { count: delay_count, unit: delay_unit })
}

type Hours = Pick<ActivityHabitRow, 'hour' | 'working_days'>

/** When somebody is reminded of what is due on a day; null where that moment is past. */
export function reminderAt(
  dueOn: Day,
  { hour, zone, now }: { hour: number; zone: string; now: number },
): number | null {
  const at = instantOf(dueOn, { hour }, zone)
  return at > now ? at : null
}

/** The next time that it is somebody's hour on one of their working days; null where they have none. */
export function nextWorkingHour(
  { hour, working_days }: Hours,
  { zone, now }: { zone: string; now: number },
): number | null {
  const today = dayAt(now, zone)
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = spanAfter(today, { count: ahead, unit: 'days' })
    const at = instantOf(day, { hour }, zone)
    if (at > now && working_days.includes(String(weekdayOf(day)))) return at
  }
  return null
}
