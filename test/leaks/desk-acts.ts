import { createHash } from 'node:crypto'
import {
  findFollower,
  follow,
  subscribe,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { letIn } from '../../gateway/chatter/messages/let-in.ts'
import { logNote, postMessage } from '../../gateway/chatter/messages/post.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { findById } from '../../gateway/chatter/records/records.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import type { Folk } from './cast.ts'
import { ruleActs } from './rule-acts.ts'
import {
  type Act,
  at,
  keepSecret,
  newWord,
  outsiders,
  type Scenario,
  tell,
  users,
} from './scenario.ts'

/** What users do at their desk: in the web interface, or by the command line. */
export const deskActs: Act[] = [
  logsNote,
  logsNote,
  sendsMessage,
  changesField,
  addsFollower,
  removesFollower,
  choosesSubtypes,
  letsNewcomerIn,
  takesRole,
  disables,
  ...ruleActs,
]

/** A team and a customer at work: without mails in their hands nobody could answer one. */
export async function beginsToTalk(scenario: Scenario): Promise<void> {
  const { chance, open, folk } = scenario
  await write(scenario, async (tx) => {
    for (const who of folk.filter(({ stranger }) => !stranger && chance.percent(75)))
      await follow(tx, {
        thread: open.thread.id,
        person: who.id,
        reason: 'follower_hand',
        at: at(scenario),
      })
  })
  await sendsMessage(scenario)
  if (chance.percent(50)) await logsNote(scenario)
}

async function logsNote(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const named = scenario.chance.percent(25) ? scenario.chance.some(outsiders(scenario)) : []
  const word = newWord(scenario, 'note')
  tell(scenario, `${user?.name} logs the note ${word} and mentions ${names(named)}`)
  if (!user) return null
  keepSecret(scenario, word, 'a note', named)
  const files = scenario.chance.percent(20) ? [await fileWith(scenario, word)] : []
  await write(scenario, async (tx) => {
    const draft = { ...(await said(tx, user, word)), files, named: named.map(({ id }) => id) }
    const note = await logNote(tx, scenario.open.thread, { ...draft, at: at(scenario) })
    scenario.innerEntries.add(note.id)
    if (named.length === 0) scenario.unheardOf.add(note.id)
  })
  return null
}

async function sendsMessage(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  tell(scenario, `${user?.name} sends a message`)
  if (!user) return null
  await write(scenario, async (tx) => {
    const draft = await said(tx, user, newWord(scenario, 'public'))
    await postMessage(tx, scenario.open.thread, { ...draft, at: at(scenario) })
  })
  return null
}

async function changesField(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const stage = scenario.chance.one(scenario.open.type.stages)
  tell(scenario, `${user?.name} moves the record to ${stage.label}`)
  if (!user) return null
  await write(scenario, async (tx) => {
    const open = (await findById(tx, scenario.open.record.id))!
    const by = (await findPerson(tx, user.id))!
    const change = await saveRecord(tx, open, {
      by,
      values: { stage: stage.code },
      at: at(scenario),
    })
    if (!change) return
    scenario.innerEntries.add(change.id)
    scenario.unheardOf.add(change.id)
  })
  return null
}

async function addsFollower(scenario: Scenario) {
  const who = scenario.chance.one(scenario.folk.filter(({ stranger }) => !stranger))
  tell(scenario, `${who.name} is made a follower`)
  await write(scenario, (tx) =>
    follow(tx, {
      thread: scenario.open.thread.id,
      person: who.id,
      reason: 'follower_hand',
      at: at(scenario),
    }),
  )
  return null
}

async function removesFollower(scenario: Scenario) {
  const who = scenario.chance.one(scenario.folk)
  const by = scenario.chance.one(users(scenario))
  tell(scenario, `${by?.name} takes ${who.name} out`)
  if (!by) return null
  await write(scenario, (tx) =>
    unfollow(tx, {
      thread: scenario.open.thread.id,
      person: who.id,
      how: 'removed by hand',
      by: by.id,
      at: at(scenario),
    }),
  )
  return null
}

/** Also the ones that an outsider has no business with: what the rules say must hold all the same. */
async function choosesSubtypes(scenario: Scenario) {
  const who = scenario.chance.one(scenario.folk.filter(({ stranger }) => !stranger))
  const subtypes = scenario.chance.some(['discussions', 'note', 'activities', 'stage'])
  tell(scenario, `${who.name} chooses ${subtypes.join(', ') || 'nothing'}`)
  await write(scenario, async (tx) => {
    const follower = await findFollower(tx, scenario.open.thread.id, who.id)
    const person = (await findPerson(tx, who.id))!
    if (follower) await subscribe(tx, follower, person, subtypes)
  }).catch(mayBeRefused)
  return null
}

async function letsNewcomerIn(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const newcomer = scenario.chance.one(scenario.folk.filter(({ inside }) => !inside))
  tell(scenario, `${user?.name} lets ${newcomer.name} in`)
  if (!user) return null
  await write(scenario, async (tx) => {
    const waiting = await tx.one<MessageRow>(
      `select * from messages where thread_id = $1 and author_id = $2 and audience = 'users' and kind = 'message' limit 1`,
      [scenario.open.thread.id, newcomer.id],
    )
    if (!waiting) return
    await letIn(tx, waiting, { user: (await findPerson(tx, user.id))!, at: at(scenario) })
    newcomer.stranger = false
    for (const secret of scenario.secrets)
      if (secret.why === `words of the newcomer ${newcomer.id}`) secret.readers.add(EVERYBODY)
    for (const entry of await tx.all<{ id: number }>(
      `select id from messages where thread_id = $1 and author_id = $2 and kind = 'message'`,
      [scenario.open.thread.id, newcomer.id],
    ))
      scenario.unheardOf.delete(entry.id)
  })
  return null
}

/** Stands for "this is no secret any more". */
export const EVERYBODY = -1

async function takesRole(scenario: Scenario) {
  const [user, other] = users(scenario)
  if (!user || !other || !scenario.chance.percent(30)) return null
  tell(scenario, `${user.name} becomes a contact`)
  await write(scenario, async (tx) => {
    await changeRole(tx, (await findPerson(tx, user.id))!, null)
  })
  user.inside = false
  return null
}

async function disables(scenario: Scenario) {
  const [user, other] = users(scenario)
  if (!user || !other || !scenario.chance.percent(30)) return null
  tell(scenario, `${user.name} is disabled`)
  await write(scenario, async (tx) => {
    await disablePerson(tx, (await findPerson(tx, user.id))!, at(scenario))
  })
  user.inside = false
  return null
}

async function fileWith({ world }: Scenario, word: string) {
  const content = Buffer.from(`${word}\n`)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return {
    filename: `${word}.txt`,
    contentType: 'text/plain',
    size: content.length,
    inline: false,
    contentId: null,
    sha256: await world.site.files.keepContent(content, sha256),
  }
}

async function said(
  tx: Tx,
  user: Folk,
  word: string,
): Promise<{ author: PersonRow; text: string }> {
  return { author: (await findPerson(tx, user.id))!, text: `We say ${word} here.` }
}

async function write<T>({ world }: Scenario, work: (tx: Tx) => Promise<T>): Promise<T> {
  return world.site.store.write(work)
}

function mayBeRefused(failure: unknown): void {
  if (!(failure instanceof Refused)) throw failure
}

function names(folk: Folk[]): string {
  return folk.map(({ name }) => name).join(', ') || 'nobody'
}
