import { addStandardActivityTypes } from '../chatter/activities/activity-types.ts'
import { systemPerson } from '../chatter/people/people.ts'
import { addBuiltInTypes } from '../chatter/records/record-types.ts'
import { migrate } from '../store/migrate.ts'
import type { Site } from '../store/site.ts'

/**
 * Makes the store ready: migrations, the built-in record types and activity types, Postern itself as a person.
 * @returns whether the store was new
 */
export async function prepareStore(site: Site): Promise<boolean> {
  await migrate(site.store)
  return site.store.write(async (tx) => {
    const isNew = await addBuiltInTypes(tx, site.clock.now())
    if (!isNew) return false
    await addStandardActivityTypes(tx)
    await systemPerson(tx, site.clock.now())
    return true
  })
}
