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

export async function readStream(
  door: { site: Site; mailbag: Mailbag },
  stream: SMTPServerDataStream,
): Promise<Kept> {
  const id = door.mailbag.newId()
  const lineEnds = strayLineEnd()
  const chunks: Buffer[] = []
  let size = 0
  let file: Awaited<ReturnType<Site['files']['startOriginal']>> | null = null

  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (stream.sizeExceeded) continue
      lineEnds.look(chunk)
      if (!file && size > INLINE_SIZE) {
        file = await door.site.files.startOriginal(id)
        for (const held of chunks.splice(0)) await file.write(held)
      }
      if (file) await file.write(chunk)
      else chunks.push(chunk)
    }
    if (stream.sizeExceeded) throw new Refused('too-large')
    lineEnds.mustBeClean()
    await file?.finish()
  } catch (failure) {
    await file?.abandon()
    throw failure
  }
  return {
    id,
    content: { size, source: file ? null : Buffer.concat(chunks), file: file?.name ?? null },
    abandon: async () => file?.abandon(),
  }
}
