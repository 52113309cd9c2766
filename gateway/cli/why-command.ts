import type { Command } from 'commander'
import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { whyTold } from '../chatter/messages/why.ts'
import { WHY_NOT } from '../chatter/messages/why-words.ts'
import { findPerson, personByAddress } from '../chatter/people/people.ts'
import { findByThread, referenceOf } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type Question = { person: string; message: string; options: Shown }

export function whyCommand(postern: Command): void {
  postern
    .command('why')
    .description('why somebody was told of a message, or was not')
    .argument('<person>', 'their mail address, or their id')
    .argument('<message>', 'its id, or the Message-ID of its mail')
    .option(...JSON_FLAG)
    .action((person: string, message: string, options: Shown) =>
      withSite((site) => why(site, { person, message, options })),
    )
}

async function why(site: Site, { person, message, options }: Question): Promise<void> {
  const lines = await site.store.read(async (reader) => {
    const who = await personMeant(reader, person)
    const meant = await messagesMeant(reader, message)
    return Promise.all(meant.map((one) => answer(reader, who, one)))
  })
  await print(lines, options.json)
}

async function answer(reader: Reader, who: PersonRow, message: MessageRow): Promise<object> {
  const open = await findByThread(reader, message.thread_id)
  const told = await whyTold(reader, message, who)
  return {
    person: who.id,
    name: who.name,
    message: message.id,
    record: open && referenceOf(open),
    subtype: message.subtype,
    told: told.notification !== null,
    way: told.notification?.way ?? null,
    reason: told.notification?.reason ?? null,
    why: told.why,
    sentence: told.why && WHY_NOT[told.why],
    delivery: told.delivery?.id ?? null,
    state: told.delivery?.state ?? null,
    response: told.delivery?.response ?? null,
  }
}

async function personMeant(reader: Reader, said: string): Promise<PersonRow> {
  if (!/^\d{1,15}$/.test(said)) return personByAddress(reader, said)
  const found = await findPerson(reader, Number(said))
  if (!found) throw new Refused('not-found', `There is no person ${said}.`)
  return found
}

/** A Message-ID may name several: one mail can stand in more than one thread. */
async function messagesMeant(reader: Reader, said: string): Promise<MessageRow[]> {
  const found = /^\d{1,15}$/.test(said)
    ? [await findMessage(reader, Number(said))]
    : await messagesByMailId(reader, said.replace(/^<|>$/g, ''))
  const messages = found.filter((one) => one !== null)
  if (messages.length === 0) throw new Refused('not-found', `There is no message ${said}.`)
  return messages
}
