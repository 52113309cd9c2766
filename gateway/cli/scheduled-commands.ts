import type { Command } from 'commander'
import {
  cancelScheduled,
  postScheduled,
  reschedule,
  scheduledIn,
} from '../chatter/commands/scheduled.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { readMoment } from '../lib/moments.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Options = Shown & { by: string; text?: string; when?: string }

/** Messages that wait for their hour; `send --later` makes them. */
export function scheduledCommands(scheduled: Command): void {
  scheduled
    .command('list')
    .description('what waits on a record, soonest first')
    .argument('<record>', 'such as T-42')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown) =>
      withSite((site) => list(site, reference, options)),
    )
  act(scheduled, 'set', 'change its words or its hour', change)
    .option('--text <text>', 'its new words')
    .option('--when <when>', 'its new hour')
  act(scheduled, 'now', 'send it now', async (tx, { id, by, at }) => {
    await reschedule(tx, id, { by, at })
    const posted = await postScheduled(tx, id, at)
    return { message: posted?.said.message?.id ?? null }
  })
  act(scheduled, 'cancel', 'take it out', async (tx, { id, by }) => {
    const { text } = await cancelScheduled(tx, id, { by })
    return { cancelled: true, text }
  })
}

type Act = { id: number; by: PersonRow; at: number; options: Options }

function act(
  scheduled: Command,
  name: string,
  says: string,
  verb: (tx: Tx, act: Act) => Promise<object>,
): Command {
  return scheduled
    .command(name)
    .description(says)
    .argument('<id>', 'its number', wholeNumber)
    .requiredOption('--by <address>', 'who wrote it, or an admin')
    .option(...JSON_FLAG)
    .action((id: number, options: Options) =>
      withSite(async (site) => {
        const at = site.clock.now()
        const done = await site.store.write(async (tx) =>
          verb(tx, { id, by: await personByAddress(tx, options.by), at, options }),
        )
        await print([{ scheduled: id, ...done }], options.json)
      }),
    )
}

async function change(tx: Tx, { id, by, at, options }: Act): Promise<object> {
  const { text, when } = options
  const row = await reschedule(tx, id, {
    by,
    at,
    ...(text === undefined ? {} : { text }),
    ...(when === undefined ? {} : { sendAt: readMoment(when, { now: at, zone: by.time_zone }).at }),
  })
  return { sendAt: new Date(row.send_at).toISOString(), text: row.text }
}

async function list(site: Site, reference: string, options: Shown): Promise<void> {
  const rows = await site.store.read(async (reader) => {
    const { thread } = await recordByReference(reader, reference)
    return scheduledIn(reader, thread.id)
  })
  const lines = rows.map(({ id, author, kind, send_at, text, trouble }) => ({
    scheduled: id,
    kind,
    author,
    sendAt: new Date(send_at).toISOString(),
    text,
    trouble,
  }))
  await print(lines, options.json)
}
