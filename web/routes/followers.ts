import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { chosenSubtypes, withHidden } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import {
  findFollower,
  follow,
  subscribe,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import { subtypesOf } from '../../gateway/chatter/followers/subtypes.ts'
import { addressOf, findPerson } from '../../gateway/chatter/people/people.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import {
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { addNamed } from '../add-followers.ts'
import { saveForThread } from '../choices.ts'
import { idIn, read, several, ticked, wordIn } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { userOf } from '../visit.ts'

const Subscription = z.object({ subtypes: several, defaults: ticked })

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
    return addNamed(office.site, request.body, { by, at })
  })
  answer('/records/:reference/followers/:id/remove', (request, response, at) =>
    removeOther({ id: idIn(request), by: editor(request, response), at }),
  )
  answer('/records/:reference/followers/:id/subscription', (request, response, at) => {
    const by = editor(request, response)
    const { subtypes, defaults } = read(Subscription, request.body)
    return resubscribe({ id: idIn(request), codes: defaults ? null : subtypes, by, at })
  })
  answer('/records/:reference/choice', (request, response, at) =>
    choose(userOf(response), request.body, at),
  )
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

function choose(user: PersonRow, body: unknown, at: number): Change {
  return async (tx, { thread }) => {
    await saveForThread(tx, user, { thread: thread.id, body, at })
    return { text: 'How you hear of this record is saved.' }
  }
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

/** @param wish codes: null: what the record type says */
function resubscribe(wish: {
  id: number
  codes: string[] | null
  by: PersonRow
  at: number
}): Change {
  const { id, codes, by, at } = wish
  return async (tx, { thread, type }) => {
    const person = await findPerson(tx, id)
    const follower = await findFollower(tx, thread.id, id)
    if (!person || !follower)
      throw new Refused('not-found', 'This person does not follow the record.')
    const offered = await subtypesOf(tx, type.id)
    const before = chosenSubtypes({ ...follower, kind: person.kind }, offered)
    const wanted = codes && withHidden(codes, before, offered)
    await subscribe(tx, follower, { person, codes: wanted, by: by.id, at })
    return { text: `The subscription of ${person.name} is saved.` }
  }
}
