import { getHeapStatistics } from 'node:v8'
import { parentPort, type Transferable } from 'node:worker_threads'
import { readMail } from './read-mail.ts'
import type { Envelope } from './reading.ts'

type Task = { id: number; source: Uint8Array; envelope: Envelope }

/** A heap that one mail has blown up to this many bytes never shrinks by itself. */
const swollenHeap = 96 * 1024 * 1024

/** The thread's own side of the pool: one mail in, one reading out, files moved instead of copied. */
parentPort?.on('message', async (task: Task) => {
  const reading = await readMail(task.source, task.envelope)
  const moved: Transferable[] = []
  for (const file of reading.attachments) {
    file.content = alone(file.content)
    moved.push(file.content.buffer as ArrayBuffer)
  }
  const swollen = getHeapStatistics().total_physical_size > swollenHeap
  parentPort?.postMessage({ id: task.id, reading, swollen }, moved)
})

/** Bytes that share their memory with others cannot be moved: they are copied first. */
function alone(content: Uint8Array): Uint8Array {
  const shares = content.byteLength !== content.buffer.byteLength
  return shares ? Uint8Array.from(content) : content
}

parentPort?.postMessage({ ready: true })
