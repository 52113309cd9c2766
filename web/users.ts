import { listPeople, type PersonWithAddress } from '../gateway/chatter/people/people.ts'
import type { Reader } from '../gateway/store/store.ts'

/** The users to whom work can be given. */
export async function activeUsers(reader: Reader): Promise<PersonWithAddress[]> {
  return (await listPeople(reader)).filter(
    ({ kind, disabled_at }) => kind === 'user' && disabled_at === null,
  )
}
