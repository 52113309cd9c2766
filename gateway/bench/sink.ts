import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { serveParent } from './child.ts'

/**
 * The bare limits, as a process of its own: smtp-server that keeps nothing (`nothing`), syncs one file a mail (`fsync`), or syncs
 * one file for all mails that wait (`grouped`); `slow` answers after a while as a distant relay does.
 */
export type SinkMode = 'nothing' | 'fsync' | 'grouped' | 'slow'

/** Milliseconds: a relay in the next city. */
const SLOW_ANSWER = 20

async function openSink(mode: SinkMode) {
  const folder = await mkdtemp(join(tmpdir(), 'postern-sink-'))
  const keep = await keeperFor(mode, folder)
  let taken = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        keep(Buffer.concat(chunks), taken).then(() => {
          taken++
          callback(null, 'taken')
        }, callback)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.server.address() as { port: number }).port,
    taken: () => taken,
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Keep = (mail: Buffer, index: number) => Promise<void>

async function keeperFor(mode: SinkMode, folder: string): Promise<Keep> {
  if (mode === 'nothing') return async () => {}
  if (mode === 'slow') return () => new Promise((resolve) => setTimeout(resolve, SLOW_ANSWER))
  if (mode === 'grouped') return groupedKeeper(await open(join(folder, 'all'), 'a'))
  return async (mail, index) => {
    const file = await open(join(folder, String(index)), 'w')
    await file.write(mail)
    await file.sync()
    await file.close()
  }
}

function groupedKeeper(file: FileHandle): Keep {
  let waiting: { mail: Buffer; done(): void }[] = []
  let writing = false
  const write = async () => {
    writing = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await file.write(Buffer.concat(group.map(({ mail }) => mail)))
      await file.datasync()
      for (const { done } of group) done()
    }
    writing = false
  }
  return (mail) =>
    new Promise((resolve) => {
      waiting.push({ mail, done: resolve })
      if (!writing) void write()
    })
}

serveParent((mode) => openSink(mode as SinkMode))
