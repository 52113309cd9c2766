import { Refused } from '../../lib/errors.ts'
import { isMoment, readMoment, showMoment } from '../../lib/moments.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { follow, leftByThemselves, standingIn, unfollow } from '../followers/follow.ts'
import { FOR_EVER, mute } from '../followers/mute.ts'
import { findPersonByAddress, isUser, meetPerson } from '../people/people.ts'
import { personNamed } from '../people/people-named.ts'
import { mustMay } from '../people/roles.ts'
import { type OpenRecord, referenceOf } from '../records/records.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** Who hears of the thread. People outside use these for themselves. */
export const FOLLOWER_VERBS: Verb[] = [
  {
    name: 'follow',
    who: 'everybody',
    takes: '[who]',
    help: 'lets you, or somebody else, hear of the record, and ends a mute',
    act: (tx, order) => (isMe(order.said) ? followMyself(tx, order) : followOther(tx, order)),
  },
  {
    name: 'unfollow',
    who: 'everybody',
    takes: '[who]',
    help: 'ends that',
    act: (tx, order) => (isMe(order.said) ? leave(tx, order) : unfollowOther(tx, order)),
  },
  {
    name: 'mute',
    who: 'everybody',
    takes: '[3d|until fri]',
    help: 'keeps its mails from you for a while, or until you follow again',
    wordTakes: isMoment,
    unseen: true,
    act: muteMyself,
  },
  {
    name: 'stop',
    who: 'everybody',
    help: 'ends all mails of the record to you',
    unseen: true,
    act: leave,
  },
]

function isMe(said: string): boolean {
  return /^(?:me)?$/i.test(said)
}

/** Whom a user has taken out, and who never took part, is let in by a user only. */
async function followMyself(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { by, at } = order
  const thread = open.thread.id
  if (!isUser(by) && !(await mayComeBack(tx, thread, by)))
    throw new Refused('not-allowed', 'Somebody of the team must let you in first.')
  await follow(tx, { thread, person: by.id, reason: 'follower_hand', addedBy: by.id, at })
  await mute(tx, { thread, person: by.id, until: null })
  return { says: `You follow ${referenceOf(open)}.` }
}

async function mayComeBack(tx: Tx, thread: number, by: PersonRow): Promise<boolean> {
  const standing = await standingIn(tx, thread, by.id)
  return (
    standing === 'participant' ||
    (standing === 'stranger' && (await leftByThemselves(tx, thread, by.id)))
  )
}

async function leave(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { by, at } = order
  await unfollow(tx, { thread: open.thread.id, person: by.id, how: 'command', at })
  return { says: `You do not follow ${referenceOf(open)} any more.` }
}

async function followOther(tx: Tx, order: Order): Promise<Answer> {
  const { by, at } = order
  mustMay(by, 'post')
  const open = await recordOf(tx, order)
  const { person, isNew } = await somebody(tx, order)
  await follow(tx, {
    thread: open.thread.id,
    person: person.id,
    reason: 'follower_hand',
    addedBy: by.id,
    at,
  })
  const says = `${person.name} follows ${referenceOf(open)}.`
  // a mistyped address would read along from now on: its writer hears of it
  return isNew ? { says: `${says} They are new here, as a contact.`, tell: true } : { says }
}

/** An address may be of somebody new; a name may not. */
async function somebody(
  tx: Tx,
  { by, said, at }: Order,
): Promise<{ person: PersonRow; isNew: boolean }> {
  const address = said.replace(/^<|>$/g, '')
  if (splitAddress(address) && !(await findPersonByAddress(tx, address)))
    return { person: await meetPerson(tx, { name: '', address }, at), isNew: true }
  return { person: await personNamed(tx, address, { by, of: 'everybody' }), isNew: false }
}

async function unfollowOther(tx: Tx, order: Order): Promise<Answer> {
  const { by, at, said } = order
  mustMay(by, 'post')
  const open = await recordOf(tx, order)
  const person = await personNamed(tx, said.replace(/^<|>$/g, ''), { by, of: 'everybody' })
  const how = `removed by ${by.name}`
  await unfollow(tx, { thread: open.thread.id, person: person.id, how, by: by.id, at })
  return { says: `${person.name} does not follow ${referenceOf(open)} any more.` }
}

async function muteMyself(tx: Tx, order: Order): Promise<Answer> {
  const open: OpenRecord = await recordOf(tx, order)
  const { by, said } = order
  const moment = said === '' ? null : readMoment(said, { now: order.at, zone: order.by.time_zone })
  if (moment && moment.at <= order.at) throw new Refused('bad-input', 'That is over already.')
  const until = moment?.at ?? FOR_EVER
  if (!(await mute(tx, { thread: open.thread.id, person: by.id, until })))
    throw new Refused('bad-input', `You do not follow ${referenceOf(open)}.`)
  const how = moment
    ? `until ${showMoment({ ...moment, hasTime: true }, by.time_zone)}`
    : 'until you follow it again'
  return { says: `${referenceOf(open)} is mute for you ${how}.` }
}
