import type { Command } from 'commander'
import { describeSettings, readConfig } from '../lib/config.ts'
import { print, write } from '../lib/output.ts'
import { migrate, migrationStatus } from '../store/migrate.ts'
import { openStore } from '../store/store.ts'
import { JSON_FLAG, oneOf, type Shown } from './options.ts'
import { ending } from './with-site.ts'

type BenchOptions = Shown & { rounds: number; only?: string }

/** Commands about the server itself: start, migrate, config, bench. */
export function serverCommands(postern: Command): void {
  postern
    .command('start')
    .description('run all roles in one process, or some of them')
    .argument('[role...]', 'smtp, delivery, scheduler, web')
    .action((roles: string[]) => ending(() => startRoles(roles)))
  postern
    .command('migrate')
    .description('bring the database up to date')
    .option('--status', 'only say what is done and what is pending')
    .option(...JSON_FLAG)
    .action((options: Shown & { status?: boolean }) => ending(() => runMigrations(options)))
  postern
    .command('config')
    .description('print every setting with its default, its value and its meaning')
    .option('--env', 'as an .env file')
    .option(...JSON_FLAG)
    .action((options: Shown & { env?: boolean }) => ending(() => printConfig(options)))
  postern
    .command('bench')
    .description('measure the product beside the bare limits')
    .option('--rounds <n>', 'rounds of each measurement', Number, 3)
    .option('--only <names>', 'read, accept, end-to-end, followers, delivery; separated by commas')
    .option(...JSON_FLAG)
    .action((options: BenchOptions) => ending(() => runBench(options)))
}

/** The servers are loaded here only: no other command needs them. */
async function startRoles(names: string[]): Promise<void> {
  const { ROLES, start } = await import('./start.ts')
  const roles = names.map((name) => oneOf(ROLES, name, 'role'))
  await start(roles.length > 0 ? roles : [...ROLES])
}

async function runBench(options: BenchOptions): Promise<void> {
  const { bench } = await import('../bench/bench.ts')
  await bench(options)
}

async function runMigrations(options: { status?: boolean; json?: boolean }): Promise<void> {
  const store = openStore(readConfig(process.env))
  try {
    if (!options.status) await migrate(store)
    const { done, pending } = await migrationStatus(store)
    const rows = [
      ...done.map((name) => ({ migration: name, state: 'done' })),
      ...pending.map((name) => ({ migration: name, state: 'pending' })),
    ]
    await print(rows, options.json)
  } finally {
    await store.close()
  }
}

const SECRETS = /SECRET|TOKEN|URL/

async function printConfig(options: { json?: boolean; env?: boolean }): Promise<void> {
  if (options.env) {
    for (const { name, meaning, default: standard } of describeSettings())
      await write(`# ${meaning}\n# ${name}=${standard ?? ''}\n\n`)
    return
  }
  readConfig(process.env)
  const rows = describeSettings().map((setting) => ({
    name: setting.name,
    value: shownValue(setting.name),
    default: setting.default,
    meaning: setting.meaning,
  }))
  await print(rows, options.json)
}

function shownValue(name: string): string | null {
  const value = process.env[name]
  if (!value) return null
  return SECRETS.test(name) && name !== 'BASE_URL' ? '(set)' : value
}
