import type { Command } from 'commander'
import { addBlock, listBlocks, removeBlock } from '../chatter/aliases/blocks.ts'
import { print } from '../lib/output.ts'
import type { BlockRow } from '../store/tables/mailbag.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const BY = 'the command line'

export function blockCommands(block: Command): void {
  block
    .command('add')
    .description('set aside all later mail of a sender, or of a whole domain')
    .argument('<sender...>', 'such as spam@example.com, or @example.com')
    .option(...JSON_FLAG)
    .action(addAll)
  block
    .command('list')
    .description('blocked senders, newest first')
    .option(...JSON_FLAG)
    .action(listAll)
  block
    .command('remove')
    .description('take mail of a sender again')
    .argument('<sender...>')
    .option(...JSON_FLAG)
    .action(removeAll)
}

function addAll(senders: string[], options: Shown): Promise<void> {
  return withSite(async (site) => {
    const at = site.clock.now()
    const blocked = await site.store.write(async (tx) => {
      const patterns: string[] = []
      for (const pattern of senders)
        patterns.push(await addBlock(tx, { pattern, by: BY, ownDomain: site.domain, at }))
      return patterns
    })
    await print(
      blocked.map((pattern) => ({ blocked: pattern })),
      options.json,
    )
  })
}

function listAll(options: Shown): Promise<void> {
  return withSite(async (site) => {
    const rows = await site.store.read(listBlocks)
    await print(rows.map(blockLine), options.json)
  })
}

function removeAll(senders: string[], options: Shown): Promise<void> {
  return withSite(async (site) => {
    const at = site.clock.now()
    await site.store.write(async (tx) => {
      for (const pattern of senders) await removeBlock(tx, { pattern, by: BY, at })
    })
    await print(
      senders.map((sender) => ({ unblocked: sender.toLowerCase() })),
      options.json,
    )
  })
}

function blockLine({ pattern, added_by, created_at }: BlockRow): object {
  return { blocked: pattern, by: added_by, since: new Date(created_at).toISOString() }
}
