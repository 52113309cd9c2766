import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// the threads that read mail take their code from the cache: see gateway/lib/compile-cache.ts
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/postern') }
// stories wait for disks, sockets and other processes more than they compute: twice as many at once as there are cores
const everywhere = {
  testTimeout: 20_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  env,
  maxWorkers: 2 * availableParallelism(),
}
const stories = ['test/**/*.test.ts']
const compiled = 'test/compiled-templates.ts'
const services = ['test/browser/**', 'test/postgres/**']
// they put other modules in the place of ours, which files that share a process would see
const alone = ['test/leaks/hunter.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...everywhere,
          name: 'unit',
          include: stories,
          exclude: [...services, ...alone],
          globalSetup: compiled,
          // modules are loaded once a process, not once a file; no test leaves anything behind in them
          isolate: false,
        },
      },
      { test: { ...everywhere, name: 'alone', include: alone, globalSetup: compiled } },
      {
        test: {
          ...everywhere,
          name: 'postgres',
          isolate: false,
          // every test that opens a store runs again on PostgreSQL
          include: [
            'test/stories/**/*.test.ts',
            'test/chatter/**/*.test.ts',
            'test/store/**/*.test.ts',
            'test/web/**/*.test.ts',
            'test/postgres/**/*.test.ts',
          ],
          globalSetup: [compiled, 'test/postgres-server.ts'],
          env: { ...env, TEST_STORE: 'postgres' },
        },
      },
      {
        test: {
          ...everywhere,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
})
