import type { AlarmName } from '../../lib/alarms.ts'
import { type Json, table } from '../rows.ts'

export type AlarmRow = {
  id: number
  name: AlarmName
  about: string
  details: Json<object>
  /** How often since somebody dismissed it last. */
  times: number
  first_at: number
  last_at: number
  dismissed_at: number | null
  dismissed_by: number | null
}

export const alarms = table<AlarmRow>('alarms')
