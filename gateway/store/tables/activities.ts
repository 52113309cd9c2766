import { type Json, table } from '../rows.ts'
import type { AttachmentRow } from './threads.ts'

/** A file whose bytes are kept already: it comes with the entry that tells how the activity ended. */
export type ActivityFile = Pick<AttachmentRow, 'sha256' | 'filename' | 'content_type' | 'size'>

export type ActivityRow = {
  id: number
  thread_id: number
  activity_type_id: number
  summary: string
  note: string
  /** A day in the assignee's calendar: 2026-01-31. */
  due_on: string
  /** Of a meeting, or of what somebody named an hour for. */
  starts_at: number | null
  ends_at: number | null
  place: string
  /** null where nobody has it yet: a meeting that a mail brought. */
  assignee_id: number | null
  created_by: number
  created_at: number
  /** Planned by a chain, a plan, a rule or a mail, not by hand. */
  automatic: 0 | 1
  /** The one that it follows in a chain. */
  previous_id: number | null
  files: Json<ActivityFile[]>
  /** When its assignee is to be reminded; null where they have been, or need not be. */
  remind_at: number | null
  ended_at: number | null
  ended_by: number | null
  outcome: 'done' | 'cancelled' | null
  feedback: string
  /** The entry that tells how it ended. */
  message_id: number | null
  /** What the calendar that brought it calls the event. RFC 5545 section 3.8.4.7. */
  meeting_uid: string | null
  meeting_sequence: number | null
  /** Address key of who holds the meeting, as the invitation says. */
  organizer: string | null
  /** Who sent the invitation. */
  inviter_id: number | null
}

export type ActivityPlanRow = {
  id: number
  name: string
  /** null: for every record type. */
  record_type_id: number | null
  removed_at: number | null
}

/** `starter`: who starts the plan; `record`: the record's assignee; `asked`: whoever is named then. */
export type AssigneeRule = 'starter' | 'record' | 'fixed' | 'asked'

export type ActivityPlanStepRow = {
  id: number
  plan_id: number
  activity_type_id: number
  summary: string
  note: string
  delay_count: number
  delay_unit: 'days' | 'weeks' | 'months'
  delay_from: 'before' | 'after'
  assignee_rule: AssigneeRule
  assignee_id: number | null
}

/** When somebody hears of their activities, and the secret address under which their calendar is read. */
export type ActivityHabitRow = {
  person_id: number
  /** Of the day, in their zone: reminders and the list of what is overdue. */
  hour: number
  /** Digits from 1 (Monday) to 7. */
  working_days: string
  /** Do they want the list of what is overdue? */
  digest: 0 | 1
  digest_at: number | null
  feed_hash: string | null
  feed_made_at: number | null
}

export const activities = table<ActivityRow>('activities')
export const activityPlans = table<ActivityPlanRow>('activity_plans')
export const activityPlanSteps = table<ActivityPlanStepRow>('activity_plan_steps')
export const activityHabits = table<ActivityHabitRow>('activity_habits')
