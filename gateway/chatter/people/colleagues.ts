import type { Reader } from '../../store/store.ts'

const MOST = 10_000

/** The names and addresses of all users, those who may no longer sign in too. */
export async function colleagues(reader: Reader): Promise<{ name: string; address: string }[]> {
  return reader.all<{ name: string; address: string }>(
    `select p.name, a.address from people p join addresses a on a.person_id = p.id where p.kind = 'user' order by p.id limit ${MOST}`,
  )
}
