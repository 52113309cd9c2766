import { Router } from 'express'
import { z } from 'zod'
import { lookUpPeople } from '../../gateway/chatter/people/lookup.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { line, read, wordIn } from '../forms.ts'
import type { Office } from '../office.ts'
import { userOf } from '../visit.ts'

const Wanted = z.object({ q: line(60) })

/** Names for the completion of `@`: a comfort of the script. */
export function nameRoutes({ site }: Office): Router {
  const routes = Router()
  routes.get('/records/:reference/names.json', async (request, response) => {
    const { q } = read(Wanted, request.query)
    const viewer = userOf(response)
    const found = await site.store.read(async (reader) => {
      const { thread } = await recordByReference(reader, wordIn(request, 'reference'))
      return lookUpPeople(reader, { thread: thread.id, begins: q })
    })
    const others = found.filter(({ id }) => id !== viewer.id)
    const names = others.map(({ name }) => name.toLowerCase())
    const isAlone = (name: string) => names.filter((one) => one === name.toLowerCase()).length === 1
    response.set('Cache-Control', 'no-store').json(
      others.map(({ name, address, kind, near }) => ({
        name,
        address,
        outside: kind !== 'user',
        // a name alone must mean one person, who is near; else the address does
        says: near === 1 && isAlone(name) ? `@${name}` : `@${address}`,
      })),
    )
  })
  return routes
}
