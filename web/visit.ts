import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { countUnread } from '../gateway/chatter/messages/unread.ts'
import { findPerson, isUser } from '../gateway/chatter/people/people.ts'
import { mustMay, type Right } from '../gateway/chatter/people/roles.ts'
import { Refused } from '../gateway/lib/errors.ts'
import type { Site } from '../gateway/store/site.ts'
import type { Reader } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import { hasDevInbox } from './dev-inbox-rule.ts'
import { type Notice, tokenOf } from './session.ts'

/** Who is here, and what each page needs to know of it. */
export type Visit = {
  person: PersonRow | null
  /** Stands in every form. */
  token: string
  path: string
  notice: Notice | null
  hasDevInbox: boolean
  /** Entries that the person has not read, up to a bound. */
  unread: number
  now: number
}

export function readVisit(site: Site): RequestHandler {
  return async (request, response, next) => {
    const id = request.session.person
    const found = id === undefined ? null : await site.store.read((reader) => known(reader, id))
    const visit: Visit = {
      person: found?.person ?? null,
      unread: found?.unread ?? 0,
      token: tokenOf(request),
      path: request.path,
      notice: null,
      hasDevInbox: hasDevInbox(site),
      now: site.clock.now(),
    }
    response.locals['visit'] = visit
    next()
  }
}

async function known(
  reader: Reader,
  id: number,
): Promise<{ person: PersonRow; unread: number } | null> {
  const person = await findPerson(reader, id)
  return person && isUser(person) ? { person, unread: await countUnread(reader, id) } : null
}

/** A page outside the sign-in has no visit: then nobody is known. */
export function visitOf(response: Response): Visit {
  return (response.locals['visit'] as Visit | undefined) ?? STRANGER
}

const STRANGER: Visit = {
  person: null,
  token: '',
  path: '',
  notice: null,
  hasDevInbox: false,
  unread: 0,
  now: 0,
}

/** The user who asks. @throws Refused where nobody is signed in */
export function userOf(response: Response): PersonRow {
  const { person } = visitOf(response)
  if (!person) throw new Refused('sign-in-first')
  return person
}

export function mustBeSignedIn(request: Request, response: Response, next: NextFunction): void {
  if (visitOf(response).person) next()
  else if (request.method !== 'GET') throw new Refused('sign-in-first')
  else response.redirect(303, `/sign-in?next=${encodeURIComponent(request.originalUrl)}`)
}

/** Lets only those through who have the right; what a right is stands in chatter. */
export function needs(right: Right): RequestHandler {
  return (_request, response, next) => {
    mustMay(visitOf(response).person, right)
    next()
  }
}
