import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  findFollower,
  follow,
  subscribe,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import {
  addressOf,
  findPerson,
  findPersonByAddress,
  listPeople,
  meetPerson,
} from '../../gateway/chatter/people/people.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import {
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { splitAddress } from '../../gateway/mail/addresses.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { idIn, needed, read, several, wordIn } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { userOf } from '../visit.ts'

const Newcomer = z.object({ who: needed('A name or an address', 320) })
const Subscription = z.object({ subtypes: several })

type Change = (tx: Tx, open: OpenRecord) => Promise<Notice>

/** Followers of a record: oneself, and others. */
export function followerRoutes(office: Office): Router {
  const routes = Router()
  const answer = (
    path: string,
    made: (request: Request, response: Response, at: number) => Change,
  ) => {
    routes.post(path, (request, response) =>
      change(office, { request, response }, made(request, response, office.site.clock.now())),
    )
  }
  answer('/records/:reference/follow', (_request, response, at) =>
    followMyself(userOf(response), at),
  )
  answer('/records/:reference/unfollow', (_request, response, at) =>
    unfollowMyself(userOf(response), at),
  )
  answer('/records/:reference/followers', (request, response, at) => {
    const by = mustMay(userOf(response), 'post')
    return add({ who: read(Newcomer, request.body).who, by, at })
  })
  answer('/records/:reference/followers/:id/remove', (request, response, at) =>
    removeOther({ id: idIn(request), by: editor(request, response), at }),
  )
  answer('/records/:reference/followers/:id/subscription', (request, response) => {
    editor(request, response)
    return resubscribe(idIn(request), read(Subscription, request.body).subtypes)
  })
  return routes
}

async function change(
  { site }: Office,
  visit: { request: Request; response: Response },
  verb: Change,
): Promise<void> {
  const done = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(visit.request, 'reference'))
    return { notice: await verb(tx, open), path: `/records/${referenceOf(open)}` }
  })
  await redirectWith(visit.request, visit.response, done)
}

/** Everybody may edit themselves; others only who may post. */
function editor(request: Request, response: Response): PersonRow {
  const user = userOf(response)
  return user.id === idIn(request) ? user : mustMay(user, 'post')
}

function followMyself(user: PersonRow, at: number): Change {
  return async (tx, { thread }) => {
    await follow(tx, {
      thread: thread.id,
      person: user.id,
      reason: 'follower_hand',
      addedBy: user.id,
      at,
    })
    return { text: 'You follow this record now.' }
  }
}

function unfollowMyself(user: PersonRow, at: number): Change {
  return async (tx, open) => {
    await unfollow(tx, { thread: open.thread.id, person: user.id, how: 'by hand', at })
    return {
      text: 'You do not follow this record any more.',
      undo: { action: `/records/${referenceOf(open)}/follow`, fields: {} },
    }
  }
}

function add({ who, by, at }: { who: string; by: PersonRow; at: number }): Change {
  return async (tx, { thread }) => {
    const person = await personNamed(tx, who, at)
    await follow(tx, {
      thread: thread.id,
      person: person.id,
      reason: 'follower_hand',
      addedBy: by.id,
      at,
    })
    return { text: `${person.name} follows this record now.` }
  }
}

/** Somebody by their address, who may be new, or by a name that only one person has. */
async function personNamed(tx: Tx, who: string, at: number): Promise<PersonRow> {
  if (splitAddress(who))
    return (await findPersonByAddress(tx, who)) ?? meetPerson(tx, { name: '', address: who }, at)
  const found = await listPeople(tx, who)
  const exact = found.filter((person) => person.name.toLowerCase() === who.toLowerCase())
  const [one, another] = exact.length > 0 ? exact : found
  if (!one)
    throw new Refused(
      'not-found',
      `Nobody here is called "${who}". Write a mail address to add somebody new.`,
    )
  if (another)
    throw new Refused('bad-input', `Several people are called "${who}". Write the mail address.`)
  return one
}

function removeOther({ id, by, at }: { id: number; by: PersonRow; at: number }): Change {
  return async (tx, open) => {
    const person = await findPerson(tx, id)
    if (!person) throw new Refused('not-found')
    await unfollow(tx, {
      thread: open.thread.id,
      person: id,
      how: `removed by ${by.name}`,
      by: by.id,
      at,
    })
    const who = await addressOf(tx, person)
    return {
      text: `${person.name} does not follow this record any more.`,
      undo: { action: `/records/${referenceOf(open)}/followers`, fields: { who } },
    }
  }
}

function resubscribe(id: number, codes: string[]): Change {
  return async (tx, { thread }) => {
    const person = await findPerson(tx, id)
    const follower = await findFollower(tx, thread.id, id)
    if (!person || !follower)
      throw new Refused('not-found', 'This person does not follow the record.')
    await subscribe(tx, follower, person, codes)
    return { text: `The subscription of ${person.name} is saved.` }
  }
}
