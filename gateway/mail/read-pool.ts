import { Worker } from 'node:worker_threads'
import { readHeadOnly } from './read-mail.ts'
import type { Envelope, Reading } from './reading.ts'

export type ReadPool = {
  read(source: Uint8Array, envelope: Envelope): Promise<Reading>
  close(): Promise<void>
}
export type ReadPoolOptions = { threads: number; deadlineMs: number; memoryMb: number }

type Task = {
  id: number
  source: Uint8Array
  envelope: Envelope
  resolve: (reading: Reading) => void
  reject: (failure: Error) => void
}
type Thread = { worker: Worker; ready: boolean; task: Task | null; timer: NodeJS.Timeout | null }
/** What a thread says: that it has loaded, or a reading, and whether the mail has left it with a swollen heap. */
type Word = { ready: true } | { id: number; reading: Reading; swollen: boolean }
type Pool = {
  options: ReadPoolOptions
  threads: Thread[]
  waiting: Task[]
  next: number
  closed: boolean
}

const CLOSED = 'The readers are closed.'

/**
 * Opens a pool of threads that read mail. A mail that takes longer than the deadline, or more memory than allowed,
 * yields its header with `unparsed`; its thread is replaced and no other mail is touched. Threads start when needed.
 * A read is rejected only where no thread can be had: the pool is closed, or its program does not start.
 */
export function openReadPool(options: ReadPoolOptions): ReadPool {
  const pool: Pool = { options, threads: [], waiting: [], next: 1, closed: false }
  return {
    read: (source, envelope) =>
      new Promise((resolve, reject) =>
        enqueue(pool, { id: pool.next++, source, envelope, resolve, reject }),
      ),
    close: () => closePool(pool),
  }
}

function enqueue(pool: Pool, task: Task): void {
  if (pool.closed) task.reject(new Error(CLOSED))
  else pool.waiting.push(task)
  dispatch(pool)
}

function dispatch(pool: Pool): void {
  while (pool.waiting.length > 0) {
    const thread = idleThread(pool)
    if (!thread) return
    begin(pool, thread, pool.waiting.shift()!)
  }
}

function idleThread(pool: Pool): Thread | null {
  const idle = pool.threads.find((thread) => thread.task === null)
  if (idle) return idle
  return pool.threads.length < pool.options.threads ? openThread(pool) : null
}

function openThread(pool: Pool): Thread {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: pool.options.memoryMb, maxYoungGenerationSizeMb: 16 },
  })
  const thread: Thread = { worker, ready: false, task: null, timer: null }
  worker.unref()
  worker.on('message', (word: Word) => hear(pool, thread, word))
  worker.on('error', (error) => abandon(pool, thread, reasonOf(error)))
  worker.on('exit', () => abandon(pool, thread, 'thread ended'))
  pool.threads.push(thread)
  return thread
}

function begin(pool: Pool, thread: Thread, task: Task): void {
  thread.task = task
  thread.worker.ref()
  if (thread.ready) startClock(pool, thread)
  thread.worker.postMessage({ id: task.id, source: task.source, envelope: task.envelope })
}

/** The time of a mail begins when its thread has loaded. */
function startClock(pool: Pool, thread: Thread): void {
  thread.timer = setTimeout(() => abandon(pool, thread, 'time limit'), pool.options.deadlineMs)
}

function hear(pool: Pool, thread: Thread, word: Word): void {
  if ('reading' in word) {
    if (word.swollen) retire(pool, thread, word.reading)
    else finish(pool, thread, word.reading)
    return
  }
  thread.ready = true
  if (thread.task) startClock(pool, thread)
}

function finish(pool: Pool, thread: Thread, reading: Reading): void {
  const task = release(thread)
  thread.worker.unref()
  task?.resolve(reading)
  dispatch(pool)
}

/** Ends a thread whose mail went well but left it with memory that it would keep. */
function retire(pool: Pool, thread: Thread, reading: Reading): void {
  pool.threads.splice(pool.threads.indexOf(thread), 1)
  void thread.worker.terminate()
  finish(pool, thread, reading)
}

/** Ends a thread that failed its mail; the mail keeps what its header says. */
function abandon(pool: Pool, thread: Thread, reason: string): void {
  const at = pool.threads.indexOf(thread)
  if (at < 0) return
  pool.threads.splice(at, 1)
  const task = release(thread)
  void thread.worker.terminate()
  if (thread.ready) task?.resolve(readHeadOnly(task.source, reason))
  // nothing is wrong with the mail when its thread never came up
  else task?.reject(new Error(`The reader could not be started: ${reason}.`))
  if (!pool.closed) dispatch(pool)
}

function release(thread: Thread): Task | null {
  const task = thread.task
  if (thread.timer) clearTimeout(thread.timer)
  thread.timer = null
  thread.task = null
  return task
}

async function closePool(pool: Pool): Promise<void> {
  pool.closed = true
  for (const task of pool.waiting.splice(0)) task.reject(new Error(CLOSED))
  const threads = pool.threads.splice(0)
  for (const thread of threads) {
    release(thread)?.reject(new Error(CLOSED))
  }
  await Promise.all(threads.map((thread) => thread.worker.terminate()))
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory limit' : 'thread failed'
}
