import { constants, enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

const FLUSH_AFTER = 10_000
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/postern')

/**
 * Keeps what Node makes of our TypeScript, for the next start and for each thread: threads start in half the time, and do not each
 * run the WebAssembly that strips the types, which in several threads at once has been seen to end a process (V8's check
 * "jit_page.has_value()" in Node 24). Where the folder cannot be written, all works as without.
 */
export function keepCompiled(): void {
  if (process.env['NODE_COMPILE_CACHE'] || process.env['NODE_DISABLE_COMPILE_CACHE']) return
  const { status } = enableCompileCache(FOLDER)
  // threads look at the environment
  if (status === constants.compileCacheStatus.ENABLED) process.env['NODE_COMPILE_CACHE'] = FOLDER
  // else only a process that ends by itself would write it
  setTimeout(flushCompileCache, FLUSH_AFTER).unref()
}
