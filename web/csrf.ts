import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { Refused } from '../gateway/lib/errors.ts'
import { sameText } from '../gateway/mail/addresses.ts'
import { baseUrlOf, type Site } from '../gateway/store/site.ts'
import { tokenOf } from './session.ts'

const READING = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a form that another site's page has sent. Browsers say it themselves; a client that sends neither header is no browser and
 * holds nobody's cookie.
 */
export function mustComeFromHere(site: Site): RequestHandler {
  const ownHost = hostOf(baseUrlOf(site))
  return (request, _response, next) => {
    if (!READING.includes(request.method) && !comesFrom([request.headers.host, ownHost], request))
      throw new Refused('not-allowed', 'This form came from another site.')
    next()
  }
}

/** @param hosts ours: the one that was asked for, and the public one, since a proxy may have put its own name into Host */
function comesFrom(hosts: (string | null | undefined)[], request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.get('origin')
  if (origin === undefined) return true
  const host = hostOf(origin)
  return host !== null && hosts.includes(host)
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** Refuses a form without the token that only our own pages of this session carry. */
export function formsHoldToken(request: Request, _response: Response, next: NextFunction): void {
  if (!READING.includes(request.method)) mustHoldToken(request)
  next()
}

/** @throws Refused without the token of the session */
export function mustHoldToken(request: Request): void {
  const given: unknown = request.body?.token
  if (typeof given === 'string' && given !== '' && sameText(given, tokenOf(request))) return
  throw new Refused(
    'not-allowed',
    'This form is too old. Go back, load the page again and send it once more.',
  )
}
