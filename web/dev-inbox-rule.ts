import type { Request } from 'express'
import { Refused } from '../gateway/lib/errors.ts'
import type { Site } from '../gateway/store/site.ts'
import { isFromHere, isLoopback } from './this-machine.ts'

/**
 * It needs no sign-in and shows every mail, links to sign in among them: so it is there only without a relay, on this machine and with
 * no public address, or when asked for in so many words.
 */
export function hasDevInbox(site: Site): boolean {
  const { BASE_URL, DEV_INBOX, RELAY_URL, WEB_HOST } = site.config
  if (DEV_INBOX !== undefined) return DEV_INBOX === '1'
  const isPublic = BASE_URL !== undefined && !isLoopback(new URL(BASE_URL).hostname)
  return RELAY_URL === undefined && isLoopback(WEB_HOST) && !isPublic
}

export function mustBeOnThisMachine({ config }: Site, request: Request): void {
  if (config.DEV_INBOX !== '1' && !isFromHere(request)) throw new Refused('not-found')
}
