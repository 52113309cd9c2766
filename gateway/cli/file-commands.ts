import type { Command } from 'commander'
import { filesKeptBack, letFileThrough } from '../chatter/messages/attachments.ts'
import { systemPerson } from '../chatter/people/people.ts'
import { print } from '../lib/output.ts'
import type { AttachmentRow } from '../store/tables/threads.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

/** Files that may do harm: which are kept back, and letting one through. */
export function fileCommands(file: Command): void {
  file
    .command('list')
    .description('files that are kept back, newest first')
    .option(...JSON_FLAG)
    .action((options: Shown) =>
      withSite(async (site) => {
        const files = await site.store.read((reader) => filesKeptBack(reader))
        await print(files.map(line), options.json)
      }),
    )
  file
    .command('let-through')
    .description('let everybody who may see its thread have a file that was kept back')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) =>
      withSite(async (site) => {
        const at = site.clock.now()
        const through = await site.store.write(async (tx) =>
          letFileThrough(tx, { id, by: await systemPerson(tx, at), at }),
        )
        await print([line(through)], options.json)
      }),
    )
}

function line({ id, message_id, filename, size, quarantine }: AttachmentRow): object {
  return { file: id, message: message_id, filename, size, why: quarantine }
}
