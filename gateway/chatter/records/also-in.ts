import type { Reader } from '../../store/store.ts'

/**
 * The other records in which the same mail stands, because it came to several of our addresses, in one transaction or in several.
 * @returns references such as T-42, by the message's id
 */
export async function alsoIn(reader: Reader, messages: number[]): Promise<Map<number, string[]>> {
  if (messages.length === 0) return new Map()
  const places = messages.map((_, index) => `$${index + 1}`).join(', ')
  const other = `select m.id, y.prefix, r.number from messages m
    join messages o on o.thread_id <> m.thread_id and`
  const where = `join records r on r.thread_id = o.thread_id join record_types y on y.id = r.record_type_id
    where m.id in (${places}) and m.inbound_id is not null`
  const rows = await reader.all<{ id: number; prefix: string; number: number }>(
    `${other} o.inbound_id = m.inbound_id ${where}
     union ${other} o.message_id = m.message_id and o.body = m.body and o.author_id = m.author_id ${where}
     order by 1, 2, 3 limit 500`,
    messages,
  )
  const found = new Map<number, string[]>()
  for (const { id, prefix, number } of rows)
    found.set(id, [...(found.get(id) ?? []), `${prefix}-${number}`])
  return found
}
