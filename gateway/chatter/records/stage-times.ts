import { readJson } from '../../store/rows.ts'
import type { RecordRow, StageTimes } from '../../store/tables/threads.ts'
import type { RecordType } from './record-types.ts'

/** How long a record has been in each of its stages: the one where it is, first. */
export type TimeInStage = { stage: string; ms: number; isNow: boolean }

/** The times after a move: what has passed is added to the stage that the record leaves. */
export function timesAfterMove(
  { stage, created_at, stage_times }: RecordRow,
  type: RecordType,
  at: number,
): StageTimes {
  const { since, spent, open } = stage_times
    ? readJson(stage_times)
    : { since: created_at, spent: {} as Record<string, number>, open: undefined }
  const wasOpen = type.stages.some(({ code, closed }) => code === stage && !closed)
  const left = stage ?? ''
  return {
    since: at,
    spent: { ...spent, [left]: (spent[left] ?? 0) + Math.max(0, at - since) },
    ...(wasOpen ? { open: left } : open ? { open } : {}),
  }
}

/** @returns nothing for a record that nobody has moved since its times are kept */
export function timesInStages({ stage, stage_times }: RecordRow, now: number): TimeInStage[] {
  if (stage === null || stage_times === null) return []
  const { since, spent } = readJson(stage_times)
  const here = { stage, ms: (spent[stage] ?? 0) + Math.max(0, now - since), isNow: true }
  const others = Object.entries(spent)
    .filter(([code]) => code !== stage && code !== '')
    .map(([code, ms]) => ({ stage: code, ms, isNow: false }))
  return [here, ...others]
}
