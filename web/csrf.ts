import type { NextFunction, Request, Response } from 'express'
import { Refused } from '../gateway/lib/errors.ts'
import { sameText } from '../gateway/mail/addresses.ts'
import { tokenOf } from './session.ts'

const READING = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a form that another site's page has sent. Browsers say it themselves; a client that sends neither header is no browser and
 * holds nobody's cookie.
 */
export function mustComeFromHere(request: Request, _response: Response, next: NextFunction): void {
  if (!READING.includes(request.method) && !comesFromHere(request))
    throw new Refused('not-allowed', 'This form came from another site.')
  next()
}

function comesFromHere(request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.get('origin')
  return origin === undefined || hostOf(origin) === request.headers.host
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** Refuses a form without the token that only our own pages of this session carry. */
export function mustHoldToken(request: Request, _response: Response, next: NextFunction): void {
  if (!READING.includes(request.method) && !holdsToken(request)) {
    throw new Refused(
      'not-allowed',
      'This form is too old. Go back, load the page again and send it once more.',
    )
  }
  next()
}

function holdsToken(request: Request): boolean {
  const given: unknown = request.body?.token
  return typeof given === 'string' && sameText(given, tokenOf(request))
}
