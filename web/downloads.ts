import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/** What a pipeline says of a reader who hung up. */
const HUNG_UP = ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE']

/**
 * Sends what a stream gives, as fast as the other side takes it; both ends are closed, whoever breaks off. No header is written before
 * there is something to read.
 * @throws what the stream could not read; that the reader hung up is no failure
 */
export async function pour(
  content: Readable,
  response: Response,
  headers: Record<string, string>,
): Promise<void> {
  await once(content, 'readable')
  response.set(headers)
  try {
    await pipeline(content, response)
  } catch (failure) {
    if (!HUNG_UP.includes((failure as NodeJS.ErrnoException).code ?? '')) throw failure
  }
}
