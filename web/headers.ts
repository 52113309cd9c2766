import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { baseUrlOf, type Site } from '../gateway/store/site.ts'

/** Every page: only our own script and style, no frame around us, forms only to us. */
export function pageHeaders(site: Site): RequestHandler {
  const secure = baseUrlOf(site).startsWith('https://')
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'frame-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    // a frame without an origin cannot keep this promise, and browsers then warn of it
    originAgentCluster: false,
    // not "no-referrer": browsers would then send "Origin: null" with our own forms
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
}

const NOTHING_BUT =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * For the HTML of a mail in a frame: it runs nothing, asks for nothing from anywhere, and may be framed by our own page only. Its
 * links open a window that is not bound by the frame.
 */
export const FRAMED_MAIL = {
  'Content-Security-Policy': `${NOTHING_BUT}; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`,
  'X-Frame-Options': 'SAMEORIGIN',
  'Cache-Control': 'private, no-store',
  'Content-Type': 'text/html; charset=utf-8',
}

/** For files that strangers sent. */
export const STRANGERS_FILE = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
}
