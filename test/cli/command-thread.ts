import type { MessagePort } from 'node:worker_threads'
import { parentPort } from 'node:worker_threads'
import { program } from '../../gateway/cli/program.ts'
import { messageOf } from '../../gateway/lib/errors.ts'

/** One command, the place that wakes who waits for it, and the way of the answer. */
export type Order = {
  words: string[]
  env: Record<string, string>
  done: Int32Array
  port: MessagePort
}
export type Outcome = { status: number; stdout: string; stderr: string }

class Ended extends Error {
  readonly code: number

  constructor(code: number) {
    super('ended')
    this.code = code
  }
}

/** Runs commands as `gateway/main.ts` does, one after the other, in a thread whose environment, output and end are its own. */
parentPort!.on('message', async ({ words, env, done, port }: Order) => {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = ((text: string | Uint8Array) => {
      said[name] += String(text)
      return true
    }) as typeof process.stdout.write
  process.env = env
  process.exitCode = 0
  process.exit = ((code = 0) => {
    throw new Ended(Number(code))
  }) as typeof process.exit
  let status = 0
  try {
    await program().parseAsync(words, { from: 'user' })
    status = Number(process.exitCode ?? 0)
  } catch (failure) {
    status = failure instanceof Ended ? failure.code : 1
    if (!(failure instanceof Ended)) said.stderr += messageOf(failure)
  }
  port.postMessage({ status, ...said } satisfies Outcome)
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
})
