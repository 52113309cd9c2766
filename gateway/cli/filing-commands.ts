import type { Command } from 'commander'
import { personByAddress, systemPerson } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { heirOf, mergeRecords, separateRecord } from '../chatter/records/merge.ts'
import { type OpenRecord, recordByReference, referenceOf } from '../chatter/records/records.ts'
import {
  type Act,
  archiveRecord,
  deleteRecord,
  restOf,
  restoreRecord,
} from '../chatter/records/rest.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type Options = Shown & { by?: string }
type Verb = (tx: Tx, open: OpenRecord, act: Act) => Promise<unknown>

/** Takes records out of the way, and brings them back. */
export function filingCommands(record: Command): void {
  const verbs: [string, string, Verb][] = [
    ['archive', 'put a record aside; lists leave it out', archiveRecord],
    ['delete', 'take a record out of lists and from answers; nothing is erased', deleteRecord],
    ['restore', 'bring an archived or deleted record back', restoreRecord],
    ['separate', 'undo a merge', separateRecord],
  ]
  for (const [name, meaning, verb] of verbs)
    command(record, `${name} <record>`, meaning).action((reference: string, options: Options) =>
      withSite((site) => perform(site, { reference, options, verb })),
    )
  command(record, 'merge <record> <into>', 'send mail for a record to another one').action(
    (reference: string, into: string, options: Options) => {
      const verb: Verb = async (tx, from, act) =>
        mergeRecords(tx, { ...act, from, into: await recordByReference(tx, into) })
      return withSite((site) => perform(site, { reference, options, verb }))
    },
  )
}

function command(record: Command, form: string, meaning: string): Command {
  return record
    .command(form)
    .description(meaning)
    .option('--by <address>', 'who does it; without it Postern')
    .option(...JSON_FLAG)
}

async function perform(
  site: Site,
  { reference, options, verb }: { reference: string; options: Options; verb: Verb },
): Promise<void> {
  const line = await site.store.write(async (tx) => {
    const at = site.clock.now()
    const by = options.by
      ? mustMay(await personByAddress(tx, options.by), 'post')
      : await systemPerson(tx, at)
    await verb(tx, await recordByReference(tx, reference), { by, at })
    const open = await recordByReference(tx, reference)
    const heir = await heirOf(tx, open)
    const mergedInto = heir === open ? null : referenceOf(heir)
    return { record: referenceOf(open), rests: restOf(open.record), mergedInto }
  })
  await print([line], options.json)
}
