import type { Reader } from '../../store/store.ts'

const MOST = 20

/** People whose name, or a word of it, or whose address begins so. */
export async function peopleLike(
  reader: Reader,
  words: string,
): Promise<{ id: number; name: string }[]> {
  const beginning = `${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return reader.all(
    `select distinct p.id, p.name from people p left join addresses a on a.person_id = p.id
     where lower(p.name) like $1 escape '\\' or lower(p.name) like $2 escape '\\' or lower(a.address) like $1 escape '\\'
     order by p.id limit ${MOST}`,
    [beginning, `% ${beginning}`],
  )
}
