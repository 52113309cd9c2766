import { addAlias } from '../chatter/aliases/aliases.ts'
import { follow } from '../chatter/followers/follow.ts'
import { logNote, postMessage } from '../chatter/messages/post.ts'
import { addPerson } from '../chatter/people/people.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import { openRecord } from '../chatter/records/records.ts'
import { saveRecord } from '../chatter/records/tracking.ts'
import { MINUTE } from '../lib/clock.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'

type Cast = { ada: PersonRow; kim: PersonRow; nora: PersonRow; vic: PersonRow }

/** A small company to look at: four people, three aliases, a ticket with a conversation, a lead and an order. */
export async function seedDemo(site: Site): Promise<void> {
  await site.store.write(async (tx) => {
    const now = site.clock.now()
    const cast = await addCast(tx, site.domain, now)
    await addAliases(tx, site.domain, cast, now)
    await addTicket(tx, cast, now - 30 * MINUTE)
    await addOthers(tx, cast, now - 10 * MINUTE)
  })
}

async function addCast(tx: Tx, domain: string, at: number): Promise<Cast> {
  const add = (name: string, address: string, role?: 'owner' | 'agent') =>
    addPerson(tx, { name, address, role: role ?? null }, at)
  return {
    ada: await add('Ada Byrne', `ada@${domain}`, 'owner'),
    kim: await add('Kim Larsen', `kim@${domain}`, 'agent'),
    nora: await add('Nora Quist', 'nora@customer.test'),
    vic: await add('Vic Moreau', 'vic@vendor.test'),
  }
}

async function addAliases(tx: Tx, domain: string, { kim, ada }: Cast, at: number): Promise<void> {
  await addAlias(tx, { address: `support@${domain}`, type: 'ticket', owner: kim.id }, at)
  await addAlias(
    tx,
    { address: `leads@${domain}`, type: 'lead', owner: ada.id, defaults: { priority: 'Normal' } },
    at,
  )
  await addAlias(tx, { address: `jobs@${domain}`, type: 'application', owner: ada.id }, at)
}

async function addTicket(tx: Tx, { kim, nora, vic }: Cast, at: number): Promise<void> {
  const type = await recordTypeByCode(tx, 'ticket')
  const wish = { name: 'Printer on fire', creator: nora, customer: nora, owner: kim.id, at }
  const ticket = await openRecord(tx, type, wish)
  const { thread } = ticket
  const says = (author: PersonRow, minutes: number, text: string) => ({
    author,
    text,
    at: at + minutes * MINUTE,
  })
  await postMessage(tx, thread, says(nora, 0, QUESTION))
  await postMessage(tx, thread, says(kim, 4, ANSWER))
  await follow(tx, {
    thread: thread.id,
    person: vic.id,
    reason: 'follower_hand',
    addedBy: kim.id,
    at: at + 5 * MINUTE,
  })
  await logNote(
    tx,
    thread,
    says(kim, 6, 'Third fuser this year. Shall we replace the whole printer?'),
  )
  await saveRecord(tx, ticket, {
    by: kim,
    values: { stage: 'In progress', priority: 'High' },
    at: at + 7 * MINUTE,
  })
}

const QUESTION = 'Hello,\n\nthe printer on the second floor is smoking. What shall we do?\n\nNora'
const ANSWER = 'Please switch it off and leave it alone. I have asked our vendor for a new fuser.'

async function addOthers(tx: Tx, { ada, kim, vic }: Cast, at: number): Promise<void> {
  const lead = await openRecord(tx, await recordTypeByCode(tx, 'lead'), {
    name: 'Forty desks for the new office',
    creator: ada,
    owner: ada.id,
    values: { revenue: '18000', company: 'Quist & Co', priority: 'High' },
    at,
  })
  await logNote(tx, lead.thread, {
    author: ada,
    text: 'Met them at the fair. They decide in January.',
    at,
  })
  const purchase = await openRecord(tx, await recordTypeByCode(tx, 'purchase'), {
    name: 'Fuser unit F-220',
    creator: kim,
    customer: vic,
    values: { total: '240' },
    at,
  })
  await postMessage(tx, purchase.thread, {
    author: kim,
    text: 'Could you send one fuser unit F-220 by Friday?',
    at,
  })
}
