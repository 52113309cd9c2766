import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Alarms, openAlarms } from '../lib/alarms.ts'
import { type Bell, openBell } from '../lib/bell.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Config } from '../lib/config.ts'
import { type Log, openLog } from '../lib/log.ts'
import type { SigningKeys } from '../mail/addresses.ts'
import { writeAlarm } from './alarm-book.ts'
import { type Files, openFiles } from './files.ts'
import { openStore, type Store } from './store.ts'

/** One installation: its settings, its store and files, its keys, its clock and its log. Opened once per process, handed down. */
export type Site = {
  config: Config
  store: Store
  files: Files
  keys: SigningKeys
  domain: string
  clock: Clock
  log: Log
  alarms: Alarms
  /** Rung when something is put in the outbox. */
  outboxBell: Bell
  close(): Promise<void>
}

export function openSite(config: Config, instead: { clock?: Clock; log?: Log } = {}): Site {
  const store = openStore(config)
  const clock = instead.clock ?? systemClock
  const log = instead.log ?? openLog(config.LOG_LEVEL)
  const alarms = openAlarms({ clock, log }, (alarm) => store.write((tx) => writeAlarm(tx, alarm)))
  return {
    config,
    store,
    files: openFiles(config.DATA_DIR),
    keys: { current: config.SECRET_KEY ?? keptSecret(config.DATA_DIR), old: config.SECRET_KEY_OLD },
    domain: config.MAIL_DOMAIN,
    clock,
    log,
    alarms,
    outboxBell: openBell(),
    close: async () => {
      await alarms.idle()
      await store.close()
    },
  }
}

/** The public address of the web interface, without a slash at its end. */
export function baseUrlOf(site: Site): string {
  const { BASE_URL, WEB_HOST, PORT } = site.config
  return (BASE_URL ?? `http://${WEB_HOST}:${PORT}`).replace(/\/+$/, '')
}

/** The key that signs addresses and sessions: made at the first start, readable by its owner only. */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret.key')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure
  }
  return readFileSync(path, 'utf8').trim()
}
