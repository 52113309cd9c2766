import { findPerson } from '../gateway/chatter/people/people.ts'
import { type RecordType, recordTypeById } from '../gateway/chatter/records/record-types.ts'
import { findById, findByNumber, referenceOf } from '../gateway/chatter/records/records.ts'
import type { Lead } from '../gateway/inbound/routing/directory.ts'
import type { Token } from '../gateway/mail/addresses.ts'
import type { Site } from '../gateway/store/site.ts'
import type { AliasRow } from '../gateway/store/tables/mailbag.ts'

const ANSWERS: Record<Token['kind'], string> = {
  m: 'Posts a message',
  n: 'Logs an internal note',
  b: 'Counts as a bounce',
  u: 'Ends the follow',
}

const NOWHERE = {
  postmaster: 'Held for the operators: postmaster without an alias.',
  caught: 'Held for the operators by the catch-all of its domain: nobody has this address.',
  foreign: 'Refused with 550: this is not one of our domains.',
  forged: 'Refused with 550 5.1.1: it looks like a reply address, but its signature is wrong.',
}

/** Where mail to an address would go, in a sentence. */
export async function leadText(site: Site, lead: Lead): Promise<string> {
  if (lead.kind === 'alias') {
    const caught = lead.caughtIn ? `Caught by ${lead.alias.address}, as nobody has it. ` : ''
    return `${caught}${await aliasText(site, lead.alias)}`
  }
  if (lead.kind === 'record') return `Goes to the thread of ${lead.type.prefix}-${lead.number}.`
  if (lead.kind === 'token') return tokenText(site, lead.token, lead.type)
  if (lead.kind !== 'unknown') return NOWHERE[lead.kind]
  const meant = lead.meant ? ` Its sender is asked whether ${lead.meant} was meant.` : ''
  return `Refused with 550 5.1.1: no alias and no record has this address.${meant}`
}

async function aliasText({ store }: Site, alias: AliasRow): Promise<string> {
  return store.read(async (reader) => {
    if (alias.record_id !== null) {
      const open = await findById(reader, alias.record_id)
      return open
        ? `Goes to the thread of ${referenceOf(open)}, the fixed record of this alias.`
        : 'Held: the record of this alias is gone.'
    }
    const type = await recordTypeById(reader, alias.record_type_id!)
    return `Opens a new record (${type.label}), unless it answers a mail of a thread. May post: ${alias.who}.`
  })
}

async function tokenText({ store }: Site, token: Token, type: RecordType | null): Promise<string> {
  return store.read(async (reader) => {
    const open = type && (await findByNumber(reader, type.id, token.number))
    const person = await findPerson(reader, token.person)
    return open
      ? `${ANSWERS[token.kind]} of ${person?.name ?? 'somebody gone'} in ${referenceOf(open)}.`
      : 'Held: the record of this address is gone.'
  })
}
