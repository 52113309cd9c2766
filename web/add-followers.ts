import { z } from 'zod'
import { type Added, addFollowers, MOST_ADDED } from '../gateway/chatter/followers/invite.ts'
import {
  findPerson,
  findPersonByAddress,
  listPeople,
  meetPerson,
} from '../gateway/chatter/people/people.ts'
import { invitations } from '../gateway/chatter/records/invitation.ts'
import type { OpenRecord } from '../gateway/chatter/records/records.ts'
import { Refused } from '../gateway/lib/errors.ts'
import { splitAddress } from '../gateway/mail/addresses.ts'
import { baseUrlOf, type Site } from '../gateway/store/site.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import { line, prose, read, several, ticked } from './forms.ts'
import type { Notice } from './notice.ts'

const Newcomers = z.object({
  who: line(20_000),
  people: several,
  tell: ticked,
  text: prose(5000),
})

/** Adds the people of the form, each once. */
export function addNamed(
  site: Site,
  body: unknown,
  { by, at }: { by: PersonRow; at: number },
): (tx: Tx, open: OpenRecord) => Promise<Notice> {
  const { who, people: ids, tell, text } = read(Newcomers, body)
  return async (tx, open) => {
    const named = namesIn(who)
    if (named.length + ids.length === 0)
      throw new Refused('bad-input', 'A name or an address is missing.')
    if (named.length + ids.length > MOST_ADDED)
      throw new Refused('bad-input', `Add at most ${MOST_ADDED} people at once.`)
    const found = new Map<number, PersonRow>()
    for (const id of ids) {
      const person = await findPerson(tx, Number(id) || 0)
      if (person) found.set(person.id, person)
    }
    for (const one of named) {
      const person = await personNamed(tx, one, at)
      found.set(person.id, person)
    }
    const place = { domain: site.domain, keys: site.keys, baseUrl: baseUrlOf(site) }
    const letters = tell ? await invitations(tx, open, { by, text, place }) : null
    const wish = { thread: open.thread.id, people: [...found.values()], by, at }
    return noticeOf(await addFollowers(tx, wish, letters))
  }
}

function namesIn(who: string): string[] {
  return who
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function noticeOf(added: Added[]): Notice {
  const names = added.map(({ person }) => person.name)
  const told = added.filter(({ invitation }) => invitation === 'sent').length
  const text =
    names.length === 1
      ? `${names[0]} follows this record now.`
      : `${names.length} people follow this record now: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}.`
  return {
    text: told > 0 ? `${text} ${told === 1 ? 'One is' : `${told} are`} told by mail.` : text,
  }
}

/** Somebody by their address, who may be new, or by a name that only one person has. */
async function personNamed(tx: Tx, who: string, at: number): Promise<PersonRow> {
  if (splitAddress(who))
    return (await findPersonByAddress(tx, who)) ?? meetPerson(tx, { name: '', address: who }, at)
  const found = await listPeople(tx, who)
  const exact = found.filter((person) => person.name.toLowerCase() === who.toLowerCase())
  const [one, another] = exact.length > 0 ? exact : found
  if (!one)
    throw new Refused(
      'not-found',
      `Nobody here is called "${who}". Write a mail address to add somebody new.`,
    )
  if (another)
    throw new Refused('bad-input', `Several people are called "${who}". Write the mail address.`)
  return one
}
