import { mkdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type Request, type RequestHandler } from 'express'
import multer from 'multer'
import type { FileToAttach } from '../gateway/chatter/messages/attachments.ts'
import { messageOf, Refused } from '../gateway/lib/errors.ts'
import { fileNameOf } from '../gateway/mail/parts/file-names.ts'
import type { Site } from '../gateway/store/site.ts'

/** Bounds of what a browser may send. */
const MOST_FILES = 10
const LARGEST_FILE = 25 * 1024 * 1024
const LARGEST_FIELD = 1024 * 1024
const MOST_FIELDS = 2000

export function readForms(): RequestHandler {
  return express.urlencoded({ extended: false, limit: LARGEST_FIELD, parameterLimit: MOST_FIELDS })
}

/** Reads forms with files. They wait in a folder, not in memory, and are gone when the answer is. */
export function readUploads(site: Site): RequestHandler {
  const folder = join(site.config.DATA_DIR, 'uploads')
  mkdirSync(folder, { recursive: true })
  const receive = multer({
    dest: folder,
    defParamCharset: 'utf8',
    limits: {
      files: MOST_FILES,
      fileSize: LARGEST_FILE,
      fieldSize: LARGEST_FIELD,
      fields: 200,
      parts: 200 + MOST_FILES,
      fieldNameSize: 200,
      headerPairs: 50,
    },
  }).array('files', MOST_FILES)

  return (request, response, next) => {
    response.once('close', () => void removeAll(site, uploadsOf(request)))
    receive(request, response, (failure) => next(failure && whoseFault(failure)))
  }
}

/** Puts the files of a form into the file store, one at a time. Empty ones count: browsers send none when none is chosen. */
export async function keepUploads(site: Site, request: Request): Promise<FileToAttach[]> {
  const kept: FileToAttach[] = []
  for (const upload of uploadsOf(request)) {
    kept.push({
      sha256: await site.files.keepContent(await readFile(upload.path)),
      filename: fileNameOf(upload.originalname) ?? 'file',
      contentType: contentTypeOf(upload.mimetype),
      size: upload.size,
      inline: false,
      contentId: null,
    })
  }
  return kept
}

/** The files of a form that have come whole: one that was broken off has a place in the list, and no path. */
export function uploadsOf(request: Request): Express.Multer.File[] {
  const files = Array.isArray(request.files) ? request.files : []
  return files.filter((file) => Boolean(file.path && file.originalname))
}

function contentTypeOf(given: string): string {
  return /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+-]{1,80}$/i.test(given)
    ? given.toLowerCase()
    : 'application/octet-stream'
}

/** The parsers say in plain errors what is wrong with a form; what the disk says has a code. */
function whoseFault(failure: unknown): unknown {
  if (failure instanceof multer.MulterError) return refusalOf(failure)
  return failure instanceof Error && !('code' in failure) ? new Refused('bad-input') : failure
}

function refusalOf(failure: multer.MulterError): Refused {
  if (failure.code === 'LIMIT_FILE_SIZE')
    return new Refused('too-large', 'A file may have at most 25 MB.')
  if (failure.code === 'LIMIT_FILE_COUNT' || failure.code === 'LIMIT_UNEXPECTED_FILE') {
    return new Refused('bad-input', `At most ${MOST_FILES} files at once.`)
  }
  return new Refused('bad-input')
}

async function removeAll(site: Site, uploads: Express.Multer.File[]): Promise<void> {
  const removals = uploads.map((upload) => rm(upload.path, { force: true }))
  for (const end of await Promise.allSettled(removals)) {
    if (end.status === 'rejected')
      site.log.warn('upload not removed', { why: messageOf(end.reason) })
  }
}
