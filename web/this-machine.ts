import type { Request } from 'express'

const NAMES = ['127.0.0.1', 'localhost', '::1', '[::1]']
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

export function isLoopback(name: string): boolean {
  return NAMES.includes(name)
}

/**
 * Was this asked on this machine, by its own name? A proxy here that hands on what came from elsewhere names that in a header, or keeps
 * the Host; a page elsewhere that names this machine by a name of its own (DNS rebinding) shows it in Host.
 */
export function isFromHere(request: Request): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const isHandedOn = FORWARDED.some((name) => request.headers[name] !== undefined)
  return isLoopback(host) && !isHandedOn && /^(::ffff:)?127\.|^::1$/.test(request.ip ?? '')
}
