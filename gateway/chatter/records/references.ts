import type { Reader } from '../../store/store.ts'

/** The references of the records that these threads belong to, such as T-42, by thread. */
export async function referencesOf(
  reader: Reader,
  threads: number[],
): Promise<Map<number, string>> {
  const ids = [...new Set(threads)]
  if (ids.length === 0) return new Map()
  const places = ids.map((_, index) => `$${index + 1}`).join(', ')
  const rows = await reader.all<{ thread_id: number; prefix: string; number: number }>(
    `select r.thread_id, y.prefix, r.number from records r join record_types y on y.id = r.record_type_id
     where r.thread_id in (${places})`,
    ids,
  )
  return new Map(rows.map(({ thread_id, prefix, number }) => [thread_id, `${prefix}-${number}`]))
}
