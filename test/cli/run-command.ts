import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Order, Outcome } from './command-thread.ts'

export const BIN = join(import.meta.dirname, '../../bin/postern.cjs')

const LONGEST = 60_000

let thread: Worker | null = null

/**
 * Runs a command of `postern`. To start a process costs a second each time, so only those that read standard input get one of their
 * own; the others share a thread, which has all modules already.
 */
export function runCommand(
  words: string[],
  { env, input = '' }: { env: Record<string, string | undefined>; input?: string },
): Outcome {
  if (input !== '') {
    const child = spawnSync(process.execPath, [BIN, ...words], { env, input, encoding: 'utf8' })
    return { status: child.status ?? 1, stdout: child.stdout, stderr: child.stderr }
  }
  thread ??= openThread()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const known = Object.entries(env).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const order: Order = { words, env: Object.fromEntries(known), done, port: port2 }
  thread.postMessage(order, [port2])
  if (Atomics.wait(done, 0, 0, LONGEST) === 'timed-out')
    throw new Error(`postern ${words.join(' ')} has not ended.`)
  const answer = receiveMessageOnPort(port1)!.message as Outcome
  port1.close()
  return answer
}

function openThread(): Worker {
  const worker = new Worker(new URL('./command-thread.ts', import.meta.url))
  worker.unref()
  return worker
}
