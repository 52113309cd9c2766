import type { Command } from 'commander'
import { recordByReference } from '../chatter/records/records.ts'
import { indexNext } from '../chatter/search/keep-index.ts'
import { type FoundEntry, search } from '../chatter/search/search.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import { withSite } from './with-site.ts'

type Options = { record?: string; json?: boolean }

export function searchCommand(postern: Command): void {
  postern
    .command('search')
    .description(
      'messages and notes with these words, newest first; "phrases", begin*, -without, from:, in:, is:, has:file',
    )
    .argument('<words...>')
    .option('--record <reference>', 'only in one record, such as T-42')
    .option('--json', 'one JSON object a line')
    .action((words: string[], options: Options) =>
      withSite((site) => printFound(site, words.join(' '), options)),
    )
}

/** @throws Refused where nothing is found, so that a script can ask */
async function printFound(site: Site, text: string, { record, json }: Options): Promise<void> {
  while ((await site.store.write((tx) => indexNext(tx))) > 0);
  const found = await site.store.read(async (reader) => {
    const thread = record ? { thread: (await recordByReference(reader, record)).thread.id } : {}
    return search(reader, { text, ...thread })
  })
  if (found.entries.length === 0)
    throw new Refused('not-found', found.nothing ?? 'Nothing was found.')
  await print(found.entries.map(lineOf), json)
}

function lineOf({ id, kind, author, at, reference, pieces }: FoundEntry): object {
  const words = pieces.map(({ text }) => text).join('')
  return { record: reference, message: id, kind, author, date: new Date(at).toISOString(), words }
}
