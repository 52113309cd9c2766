import { createHash } from 'node:crypto'
import { chooseForThread, chooseInGeneral } from '../../gateway/chatter/followers/choices.ts'
import {
  findFollower,
  follow,
  subscribe,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { letIn } from '../../gateway/chatter/messages/let-in.ts'
import { logNote, postMessage } from '../../gateway/chatter/messages/post.ts'
import { sendDueDigests } from '../../gateway/chatter/notifications/digests.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { importLine } from '../../gateway/chatter/records/import-line.ts'
import { findById, referenceOf } from '../../gateway/chatter/records/records.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { activityActs } from './activity-acts.ts'
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
  remarks,
  imports,
  addsFollower,
  removesFollower,
  choosesSubtypes,
  choosesWay,
  digestsFallDue,
  letsNewcomerIn,
  takesRole,
  disables,
  ...activityActs,
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

/** A tracked text, told as an update that outsiders may subscribe to. */
async function remarks(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const word = newWord(scenario, 'remark')
  tell(scenario, `${user?.name} writes the remark ${word}`)
  if (!user) return null
  keepSecret(scenario, word, 'a tracked value')
  await write(scenario, async (tx) => {
    const open = (await findById(tx, scenario.open.record.id))!
    const by = (await findPerson(tx, user.id))!
    const change = await saveRecord(tx, open, { by, values: { remark: word }, at: at(scenario) })
    noteInner(scenario, change!.id)
  })
  return null
}

/** A line of a file that changes the record, and the followers are told. */
async function imports(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const word = newWord(scenario, 'import')
  tell(scenario, `${user?.name} imports the remark ${word}`)
  if (!user) return null
  keepSecret(scenario, word, 'an imported value')
  const { open } = scenario
  await write(scenario, async (tx) => {
    await importLine(tx, open.type, {
      cells: { reference: referenceOf(open), remark: word },
      startedBy: (await findPerson(tx, user.id))!,
      cause: { door: 'import', name: `${word}.csv` },
      mark: 'asked',
      tell: true,
      at: at(scenario),
    })
    const [last] = await tx.all<{ id: number }>(
      'select id from messages where thread_id = $1 order by id desc limit 1',
      [open.thread.id],
    )
    noteInner(scenario, last!.id)
  })
  return null
}

function noteInner(scenario: Scenario, entry: number): void {
  scenario.innerEntries.add(entry)
  scenario.unheardOf.add(entry)
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

/** Digests gather what each may see; what is in one is asked when it leaves. */
async function choosesWay(scenario: Scenario) {
  const { chance, open } = scenario
  const who = chance.one(scenario.folk.filter(({ stranger }) => !stranger))
  const way = chance.one(['digest', 'digest', 'email', 'nothing'] as const)
  const general = chance.percent(40)
  tell(scenario, `${who.name} chooses ${way} ${general ? 'everywhere' : 'for this record'}`)
  await write(scenario, async (tx) => {
    const person = (await findPerson(tx, who.id))!
    const choice = { way, at: at(scenario) }
    if (general) await chooseInGeneral(tx, person, choice)
    else await chooseForThread(tx, person, { ...choice, thread: open.thread.id, mutedUntil: null })
  }).catch(mayBeRefused)
  return null
}

async function digestsFallDue(scenario: Scenario) {
  tell(scenario, 'the digests fall due')
  await write(scenario, async (tx) => {
    await tx.all('update digests set due_at = $1', [at(scenario)])
    while ((await sendDueDigests(tx, at(scenario))) > 0);
  })
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
    if (follower) await subscribe(tx, follower, { person, codes: subtypes, at: at(scenario) })
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
