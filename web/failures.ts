import type { ErrorRequestHandler, Request, Response } from 'express'
import { Refused, refusals } from '../gateway/lib/errors.ts'
import type { Site } from '../gateway/store/site.ts'
import { failurePage } from './views/failure.ts'
import { layout } from './views/layout.ts'
import { visitOf } from './visit.ts'

type Failure = { status: number; title: string; text: string }

const TITLES: Record<number, string> = {
  400: 'That did not work',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Already there',
  413: 'Too large',
  429: 'Too many requests',
}

export function showNotFound(_request: Request, response: Response): void {
  answer(response, { status: 404, title: 'Not found', text: 'There is no such page here.' })
}

/** A refusal is told in its own words; anything else is a bug, logged with its stack and never shown. */
export function showFailure(site: Site): ErrorRequestHandler {
  return (failure: unknown, request, response, next) => {
    const known = knownFailure(failure)
    if (!known) {
      const stack = failure instanceof Error ? failure.stack : String(failure)
      site.log.error('page failed', { method: request.method, path: loggable(request.path), stack })
    }
    if (response.headersSent) return next(failure)
    answer(
      response,
      known ?? {
        status: 500,
        title: 'Something broke',
        text: 'This is our fault. It has been logged.',
      },
    )
  }
}

/** Links to sign in, to leave and to answer carry their secret in the path. */
function loggable(path: string): string {
  return path.replace(/^\/(sign-in|u|q)\/[^/]+/i, '/$1/…')
}

function knownFailure(failure: unknown): Failure | null {
  if (failure instanceof Refused) return described(refusals[failure.reason].http, failure.message)
  // the body parsers and the router name a status for what a client did wrong
  const status = (failure as { status?: unknown } | null)?.status
  return typeof status === 'number' && status >= 400 && status < 500
    ? described(status, 'This could not be read.')
    : null
}

function described(status: number, text: string): Failure {
  return { status, title: TITLES[status] ?? 'That did not work', text }
}

function answer(response: Response, failure: Failure): void {
  const page = { title: failure.title, content: failurePage(failure), section: 'none' as const }
  response.status(failure.status).set('Cache-Control', 'no-store').type('html')
  response.send(layout(visitOf(response), page).value)
}
