import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'

const FOLDER = join(import.meta.dirname, 'public')

/** Style, script and icon of the pages. Their addresses carry a version, so browsers may keep them. */
export function publicFiles(): RequestHandler {
  return express.static(FOLDER, { index: false, redirect: false, maxAge: '1y', immutable: true })
}

const versions = new Map<string, string>()

/** The address of a public file: another one whenever its content is another one. */
export function publicPath(name: string): string {
  const version =
    versions.get(name) ??
    createHash('sha256')
      .update(readFileSync(join(FOLDER, name)))
      .digest('hex')
      .slice(0, 10)
  versions.set(name, version)
  return `/public/${name}?v=${version}`
}
