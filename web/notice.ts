import type { Request, Response } from 'express'
import { type Notice, saveSession } from './session.ts'

export type { Notice } from './session.ts'

/** Answers a form: says what was done, and goes where it can be seen. */
export async function redirectWith(
  request: Request,
  response: Response,
  to: { path: string; notice: Notice },
): Promise<void> {
  request.session.notice = to.notice
  await saveSession(request)
  response.redirect(303, to.path)
}

/** Takes the notice out of the session: it is said once. */
export async function takeNotice(request: Request): Promise<Notice | null> {
  const { notice } = request.session
  if (!notice || request.method !== 'GET' || !request.accepts('html')) return null
  delete request.session.notice
  await saveSession(request)
  return notice
}
