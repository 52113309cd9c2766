import { ConfigFault, readConfig } from '../lib/config.ts'
import { messageOf, Refused } from '../lib/errors.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import { openSite, type Site } from '../store/site.ts'

/** Exit codes that scripts rely on. */
const REFUSED = 1
const WRONG_USE = 2

/**
 * Opens the installation that the environment names, works, and closes it. A refusal ends with 1 and its reason on standard error,
 * settings that cannot be used with 2.
 */
export async function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  await ending(async () => {
    // a command's answer is its output; the log speaks up only when something is wrong
    const config = readConfig({ LOG_LEVEL: 'warn', ...process.env })
    const site = openSite(config)
    try {
      await prepareStore(site)
      await work(site)
    } finally {
      await site.close()
    }
  })
}

/** Turns failures into exit codes and one line for people. */
export async function ending(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (failure) {
    const wrongUse =
      failure instanceof ConfigFault ||
      (failure instanceof Refused && failure.reason === 'bad-input')
    const known = wrongUse || failure instanceof Refused
    process.stderr.write(
      `${known || !(failure instanceof Error) ? messageOf(failure) : failure.stack}\n`,
    )
    process.exitCode = wrongUse ? WRONG_USE : REFUSED
  }
}
