import type { Request } from 'express'
import { Refused } from '../gateway/lib/errors.ts'
import type { Site } from '../gateway/store/site.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '::1', '[::1]']

/** It needs no sign-in, so it is there only without a relay and on this machine, or when asked for in so many words. */
export function hasDevInbox({ config }: Site): boolean {
  if (config.DEV_INBOX !== undefined) return config.DEV_INBOX === '1'
  return config.RELAY_URL === undefined && LOOPBACK.includes(config.WEB_HOST)
}

/** A page elsewhere may name this machine by a name of its own (DNS rebinding); then the Host header is not ours. */
export function mustBeOnThisMachine({ config }: Site, request: Request): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (config.DEV_INBOX !== '1' && !LOOPBACK.includes(host)) throw new Refused('not-found')
}
