import { Router } from 'express'
import { z } from 'zod'
import {
  addSubtype,
  changeSubtype,
  listSubtypes,
  removeSubtype,
  type SubtypeChanges,
} from '../../gateway/chatter/followers/subtypes.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { idIn, line, needed, read, ticked } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'

const OfType = z.object({ type: needed('Type', 31) })
const Changes = z.object({
  label: needed('Name'),
  internal: ticked,
  on: ticked,
  hidden: ticked,
  /** `type/code` of the subtype of linked records that it stands for. */
  hears: line(64),
  by: line(41),
})
const Code = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'A code is made of small letters, digits and dashes'),
})

/** Subtypes of a record type: what its followers can subscribe to. */
export function subtypeRoutes({ site }: Office): Router {
  const routes = Router()
  const post = (
    path: string,
    verb: (tx: Tx, body: unknown, id: number) => Promise<string>,
    hasId: boolean,
  ) => {
    routes.post(path, async (request, response) => {
      const { type } = read(OfType, request.body)
      const text = await site.store.write((tx) => verb(tx, request.body, hasId ? idIn(request) : 0))
      await redirectWith(request, response, {
        path: `/admin/record-types/${type}#subtypes`,
        notice: { text },
      })
    })
  }
  post('/admin/subtypes', add, false)
  post('/admin/subtypes/:id', change, true)
  post('/admin/subtypes/:id/remove', removeIt, true)
  return routes
}

async function add(tx: Tx, body: unknown): Promise<string> {
  const { label, internal, on, ...rest } = read(Changes, body)
  const { code } = read(Code, body)
  const type = await recordTypeByCode(tx, read(OfType, body).type)
  const same = (await listSubtypes(tx)).find(
    (one) => one.code === code && (one.record_type_id ?? type.id) === type.id,
  )
  if (same) throw new Refused('already-there', `There is a subtype "${code}".`)
  await addSubtype(tx, {
    record_type_id: type.id,
    code,
    label,
    internal: internal ? 1 : 0,
    default_on: on ? 1 : 0,
    ...(await furtherChanges(tx, rest)),
    position: 60,
  })
  return `Followers can hear of "${label}" now.`
}

async function change(tx: Tx, body: unknown, id: number): Promise<string> {
  const { label, internal, on, ...rest } = read(Changes, body)
  const known = await subtypeOf(tx, id)
  // what every record type shares keeps its circle: a note is never for outsiders
  const forUsers = known.record_type_id === null ? known.internal : internal ? 1 : 0
  const changes = { label, internal: forUsers, default_on: on ? 1 : 0 } as const
  await changeSubtype(tx, id, { ...changes, ...(await furtherChanges(tx, rest)) })
  return `${label} is saved.`
}

async function furtherChanges(
  tx: Tx,
  { hidden, hears, by }: Pick<z.output<typeof Changes>, 'hidden' | 'hears' | 'by'>,
): Promise<SubtypeChanges> {
  const [type = '', heard_code = ''] = hears.split('/')
  const heard_type_id = hears === '' ? null : (await recordTypeByCode(tx, type)).id
  return {
    hidden: hidden ? 1 : 0,
    heard_type_id,
    heard_code: hears === '' ? null : heard_code,
    heard_by: hears === '' || by === '' ? null : by,
  }
}

async function removeIt(tx: Tx, _body: unknown, id: number): Promise<string> {
  const { label } = await subtypeOf(tx, id)
  await removeSubtype(tx, id)
  return `${label} is removed.`
}

async function subtypeOf(tx: Tx, id: number): Promise<SubtypeRow> {
  const known = (await listSubtypes(tx)).find((one) => one.id === id)
  if (!known) throw new Refused('not-found', 'There is no such subtype.')
  return known
}
