import type { Command } from 'commander'
import { listDeliveries, retryDelivery } from '../chatter/notifications/deliveries.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { DeliveryRow, DeliveryState } from '../store/tables/followers.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

export function deliveryCommands(postern: Command): void {
  postern
    .command('deliveries')
    .description('outgoing mails, newest first')
    .option('--state <state>', 'queued, sending, sent, deferred, failed or withdrawn')
    .option('--limit <n>', 'at most so many', Number, 100_000)
    .option(...JSON_FLAG)
    .action((options: Shown & { state?: DeliveryState; limit: number }) =>
      withSite(async (site) =>
        print(
          (await site.store.read((reader) => listDeliveries(reader, options))).map(deliveryLine),
          options.json,
        ),
      ),
    )

  postern
    .command('retry')
    .description('send a failed or deferred mail again, now')
    .argument('<id>', 'the id of a delivery', Number)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) =>
      withSite(async (site) => {
        if (!Number.isInteger(id))
          throw new Refused('bad-input', 'The id of a delivery is a number.')
        await print(
          [deliveryLine(await site.store.write((tx) => retryDelivery(tx, id, site.clock.now())))],
          options.json,
        )
      }),
    )
}

function deliveryLine(delivery: DeliveryRow): object {
  return {
    delivery: delivery.id,
    message: delivery.message_id,
    person: delivery.person_id,
    address: delivery.address,
    reason: delivery.reason,
    state: delivery.state,
    attempts: delivery.attempts,
    response: delivery.response,
    created: new Date(delivery.created_at).toISOString(),
    ended: delivery.ended_at && new Date(delivery.ended_at).toISOString(),
  }
}
