import type { Command } from 'commander'
import {
  listMailDomains,
  type MailDomain,
  removeMailDomain,
  setMailDomain,
} from '../chatter/aliases/mail-domains.ts'
import { print } from '../lib/output.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type SetOptions = Shown & { catchAll?: string; suggest?: boolean }

export function domainCommands(domain: Command): void {
  domain
    .command('set')
    .description('take mail of a domain, and say what becomes of addresses that nobody has')
    .argument('<domain>', 'such as example.com')
    .option('--catch-all <where>', 'refuse, hold, or the address of an alias')
    .option(
      '--suggest',
      'tell whoever mistypes the address of an alias for everyone which one it is',
    )
    .option('--no-suggest', 'tell them nothing')
    .option(...JSON_FLAG)
    .action(setOne)
  domain
    .command('list')
    .description('our mail domains, and what becomes of addresses that nobody has')
    .option(...JSON_FLAG)
    .action(listAll)
  domain
    .command('remove')
    .description('take back what was set; a domain of aliases stays ours')
    .argument('<domain>')
    .option(...JSON_FLAG)
    .action(removeOne)
}

function setOne(domain: string, options: SetOptions): Promise<void> {
  return withSite(async (site) => {
    const wish = { domain, catchAll: options.catchAll, suggests: options.suggest }
    const all = await site.store.write(async (tx) => {
      await setMailDomain(tx, wish, site.clock.now())
      return listMailDomains(tx, site.domain)
    })
    const name = domain.trim().toLowerCase().replace(/^@/, '')
    await print(all.filter((one) => one.domain === name).map(domainLine), options.json)
  })
}

function listAll(options: Shown): Promise<void> {
  return withSite(async (site) => {
    const all = await site.store.read((reader) => listMailDomains(reader, site.domain))
    await print(all.map(domainLine), options.json)
  })
}

function removeOne(domain: string, options: Shown): Promise<void> {
  return withSite(async (site) => {
    await site.store.write((tx) => removeMailDomain(tx, domain, site.clock.now()))
    await print([{ removed: domain }], options.json)
  })
}

function domainLine({ domain, catchAll, alias, suggests, postmaster }: MailDomain): object {
  return { domain, catchAll: alias ?? catchAll, suggests, postmaster: postmaster ?? 'held' }
}
