import { join } from 'node:path'
import express, { type RequestHandler } from 'express'

const AN_HOUR = 3_600_000

/** Style, script and icon of the pages. */
export function publicFiles(): RequestHandler {
  return express.static(join(import.meta.dirname, 'public'), {
    index: false,
    maxAge: AN_HOUR,
    redirect: false,
  })
}
