import { hasDevInbox } from '../../web/dev-inbox-rule.ts'
import { addPerson, findOwner } from '../chatter/people/people.ts'
import { makeSignInToken } from '../chatter/people/sign-in.ts'
import { readConfig } from '../lib/config.ts'
import { messageOf } from '../lib/errors.ts'
import { startDelivery } from '../processes/delivery.ts'
import { type Intake, openIntake } from '../processes/intake.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import type { Running } from '../processes/running.ts'
import { startScheduler } from '../processes/scheduler.ts'
import { startSmtp } from '../processes/smtp.ts'
import { baseUrlOf, openSite, type Site } from '../store/site.ts'
import { seedDemo } from './demo.ts'

export const ROLES = ['smtp', 'delivery', 'scheduler', 'web'] as const
export type Role = (typeof ROLES)[number]

const DRAIN_TIME = 25_000

/** Starts some roles in this process, or all of them, and runs until SIGTERM or SIGINT. */
export async function start(roles: Role[]): Promise<void> {
  const site = openSite(readConfig(process.env))
  const isNew = await prepareStore(site)
  if (isNew) await furnish(site)

  const intake = roles.includes('delivery') && roles.length === 1 ? null : openIntake(site)
  const running: Running[] = []
  try {
    for (const role of roles) running.push(await startRole(role, site, intake))
  } catch (failure) {
    // a port that is taken, a certificate that cannot be read: said, and nothing goes on half started
    await stopAll(site, running, intake)
    throw failure
  }
  if (roles.includes('web')) await greet(site, running)
  else site.log.info('started', { roles })
  stopOnSignal(site, running, intake)
}

async function startRole(role: Role, site: Site, intake: Intake | null): Promise<Running> {
  if (role === 'smtp') return startSmtp(site, intake!)
  if (role === 'delivery') return startDelivery(site)
  if (role === 'scheduler') return startScheduler(site)
  // only this role loads Express
  const { startWeb } = await import('../../web/server.ts')
  return startWeb(site, intake!)
}

/** A new store gets demo data, or at least an owner who can sign in. */
async function furnish(site: Site): Promise<void> {
  const wantsDemo =
    site.config.DEMO === '1' || (site.config.DEMO === undefined && !site.config.RELAY_URL)
  if (wantsDemo) return seedDemo(site)
  await site.store.write((tx) =>
    addPerson(
      tx,
      { name: 'Owner', address: `owner@${site.domain}`, role: 'owner' },
      site.clock.now(),
    ),
  )
}

async function greet(site: Site, running: Running[]): Promise<void> {
  const smtp = running.find((role) => role.name === 'smtp')?.address
  const base = baseUrlOf(site)
  const token = await site.store.write(async (tx) => {
    const owner = await findOwner(tx)
    return owner && makeSignInToken(tx, owner, site.clock.now())
  })
  const lines = [
    '',
    '  Postern is running.',
    '',
    `  Web interface     ${base}/`,
    hasDevInbox(site) ? `  Dev inbox         ${base}/dev/inbox` : '',
    token ? `  Sign in as owner  ${base}/sign-in/${token}   (works once, for a day)` : '',
    smtp ? `  SMTP              ${smtp}` : '',
    smtp
      ? `  Try it            swaks --server ${smtp} --from you@customer.test --to support@${site.domain}`
      : '',
    '',
  ]
  process.stdout.write(`${lines.filter((line, index) => line !== '' || index < 3).join('\n')}\n\n`)
}

async function stopAll(site: Site, running: Running[], intake: Intake | null): Promise<void> {
  await Promise.all(running.map((role) => role.stop()))
  await intake?.stop()
  await site.close()
}

function stopOnSignal(site: Site, running: Running[], intake: Intake | null): void {
  const stop = async (signal: string) => {
    site.log.info('stopping', { signal })
    setTimeout(() => process.exit(1), DRAIN_TIME).unref()
    await stopAll(site, running, intake)
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop(signal).catch((failure) => {
        site.log.error('not stopped cleanly', { why: messageOf(failure) })
        process.exit(1)
      })
    })
  }
}
