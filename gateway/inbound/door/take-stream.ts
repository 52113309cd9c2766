import type { SMTPServerDataStream } from 'smtp-server'
import { Refused } from '../../lib/errors.ts'
import type { Site } from '../../store/site.ts'
import { type Arrival, INLINE_SIZE, type Mailbag } from '../mailbag/arrival.ts'
import { strayLineEnd } from './line-ends.ts'

/** `abandon`: takes away again what stands in a file, when the promise cannot be made. */
type Kept = {
  id: string
  content: Pick<Arrival, 'size' | 'source' | 'file'>
  abandon(): Promise<void>
}

/** Bytes that are written at once, and pieces that become one: a mail of dots comes in pieces of a few bytes each. */
const WRITTEN_AT_ONCE = 64 * 1024
const MOST_PIECES = 1024

/** A mail that is larger than what memory takes goes into a file as it comes. */
export async function readStream(
  door: { site: Site; mailbag: Mailbag },
  stream: SMTPServerDataStream,
): Promise<Kept> {
  const id = door.mailbag.newId()
  const lineEnds = strayLineEnd()
  let pieces: Buffer[] = []
  let waiting = 0
  let size = 0
  let file: Awaited<ReturnType<Site['files']['startOriginal']>> | null = null

  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length
      if (stream.sizeExceeded) continue
      lineEnds.look(piece)
      waiting += piece.length
      pieces.push(piece)
      if (pieces.length >= MOST_PIECES) pieces = [Buffer.concat(pieces)]
      if (waiting <= (file ? WRITTEN_AT_ONCE : INLINE_SIZE)) continue
      file ??= await door.site.files.startOriginal(id)
      await file.write(Buffer.concat(pieces))
      pieces = []
      waiting = 0
    }
    if (stream.sizeExceeded) throw new Refused('too-large')
    lineEnds.mustBeClean()
    if (waiting > 0) await file?.write(Buffer.concat(pieces))
    await file?.finish()
  } catch (failure) {
    await file?.abandon()
    throw failure
  }
  return {
    id,
    content: { size, source: file ? null : Buffer.concat(pieces), file: file?.name ?? null },
    abandon: async () => file?.abandon(),
  }
}
