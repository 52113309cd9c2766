import type { Reader } from '../../store/store.ts'

/** Something planned that is due, as the inbox shows it. */
export type DueActivity = { label: string; record: string; due: number; isOverdue: boolean }

/** What is planned for a person and due. There are no activities yet: here they join the inbox. */
export async function activitiesOf(_reader: Reader, _person: number): Promise<DueActivity[]> {
  return []
}
