import type { Reader } from '../../store/store.ts'

/** What customers have answered, counted over a while, and their last words. */
export type RatingReport = {
  counts: { record_type_id: number; asked: number; grades: [number, number, number] }[]
  latest: {
    id: number
    prefix: string
    number: number
    name: string
    customer: string
    grade: number
    words: string
    answered_at: number
  }[]
}

const LATEST_SHOWN = 50

export async function ratingReport(reader: Reader, since: number): Promise<RatingReport> {
  const rows = await reader.all<{ record_type_id: number; grade: number | null; n: number }>(
    `select record_type_id, grade, count(*) as n from ratings
     where asked_at >= $1 and state = 'asked' group by record_type_id, grade order by record_type_id`,
    [since],
  )
  const latest = await reader.all<RatingReport['latest'][number]>(
    `select q.id, y.prefix, r.number, r.name, p.name as customer, q.grade, q.words, q.answered_at
     from ratings q join records r on r.thread_id = q.thread_id join record_types y on y.id = r.record_type_id
       join people p on p.id = q.person_id
     where q.answered_at >= $1 order by q.answered_at desc limit ${LATEST_SHOWN}`,
    [since],
  )
  const types = [...new Set(rows.map(({ record_type_id }) => record_type_id))]
  const countOf = (type: number, grade: number) =>
    Number(rows.find((row) => row.record_type_id === type && row.grade === grade)?.n ?? 0)
  const counts = types.map((type) => ({
    record_type_id: type,
    asked: rows
      .filter((row) => row.record_type_id === type)
      .reduce((sum, { n }) => sum + Number(n), 0),
    grades: [countOf(type, 1), countOf(type, 2), countOf(type, 3)] as [number, number, number],
  }))
  return { counts, latest }
}
