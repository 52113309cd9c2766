import { dueScheduled, postScheduled, schedule } from '../../gateway/chatter/commands/scheduled.ts'
import { sayWritten, type Writing } from '../../gateway/chatter/commands/written.ts'
import { editMessage } from '../../gateway/chatter/messages/edit.ts'
import { deleteMessage } from '../../gateway/chatter/messages/erase.ts'
import { tellMentioned, waitingMentions } from '../../gateway/chatter/messages/mentions.ts'
import { undoSend } from '../../gateway/chatter/messages/undo.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import type { Folk } from './cast.ts'
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

/** What users do with texts besides sending them: they name people in them, put them off, change, delete and take them back. */
export const writingActs: Act[] = [
  namesPeople,
  namesPeople,
  confirmsName,
  schedulesNote,
  clockStrikes,
  editsEntry,
  deletesEntry,
  takesBack,
]

/** A note that names outsiders goes to those whom its author has confirmed, and to no other. */
async function namesPeople(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const named = scenario.chance.some(outsiders(scenario))
  const confirmed = scenario.chance.some(named)
  const word = newWord(scenario, 'note')
  tell(
    scenario,
    `${user?.name} logs the note ${word}, calls ${names(named)}, and confirms ${names(confirmed)}`,
  )
  if (!user) return null
  keepSecret(scenario, word, 'a note', confirmed)
  await write(scenario, async (tx) => {
    const writing = { ...noteOf(word, named), ...(await by(tx, user)), at: at(scenario), undo: 0 }
    const confirm = confirmed.map(({ id }) => id)
    const { message } = await sayWritten(tx, scenario.open, { ...writing, confirmed: confirm })
    if (!message) return
    scenario.innerEntries.add(message.id)
    if (confirmed.length === 0) scenario.unheardOf.add(message.id)
  })
  return null
}

async function confirmsName(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  if (!user) return null
  await write(scenario, async (tx) => {
    const note = scenario.chance.one(await entriesOf(tx, scenario, 'note'))
    const waiting = note && scenario.chance.one(await waitingMentions(tx, note.id))
    if (!note || !waiting) return
    tell(scenario, `${user.name} sends the note ${note.id} to person ${waiting.person_id}`)
    for (const secret of secretsIn(scenario, note)) secret.readers.add(waiting.person_id)
    scenario.unheardOf.delete(note.id)
    const { author } = await by(tx, user)
    await tellMentioned(tx, note, { person: waiting.person_id, by: author, at: at(scenario) })
  })
  return null
}

async function schedulesNote(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const named = scenario.chance.some(outsiders(scenario))
  const word = newWord(scenario, 'note')
  tell(scenario, `${user?.name} schedules the note ${word} and calls ${names(named)}`)
  if (!user) return null
  keepSecret(scenario, word, 'a scheduled note')
  await write(scenario, async (tx) => {
    const now = at(scenario)
    const { author } = await by(tx, user)
    const typed = { ...noteOf(word, named), confirmed: [] }
    await schedule(tx, scenario.open, { by: author, typed, sendAt: now + 2, at: now })
  }).catch(mayBeRefused)
  return null
}

/** What waits is posted, by who may then. */
async function clockStrikes(scenario: Scenario) {
  tell(scenario, 'the clock strikes')
  const { store } = scenario.world.site
  const due = await store.read((reader) => dueScheduled(reader, at(scenario), 50))
  for (const id of due)
    await write(scenario, async (tx) => {
      const posted = await postScheduled(tx, id, at(scenario))
      const message = posted?.said.message
      if (!message || message.thread_id !== scenario.open.thread.id) return
      scenario.innerEntries.add(message.id)
      scenario.unheardOf.add(message.id)
    }).catch(mayBeRefused)
  return null
}

/** Who may read a note may read its new words, and nobody else. */
async function editsEntry(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  if (!user) return null
  await write(scenario, async (tx) => {
    const mine = (await entriesOf(tx, scenario, 'note')).filter((one) => one.author_id === user.id)
    const note = scenario.chance.one(mine)
    if (!note) return
    const word = newWord(scenario, 'note')
    const readers = secretsIn(scenario, note).flatMap((secret) => [...secret.readers])
    tell(scenario, `${user.name} edits the note ${note.id}: ${word}`)
    keepSecret(
      scenario,
      word,
      'an edited note',
      scenario.folk.filter(({ id }) => readers.includes(id)),
    )
    const { author } = await by(tx, user)
    await editMessage(tx, { id: note.id, by: author, text: `Now ${word}.`, at: at(scenario) })
  }).catch(mayBeRefused)
  return null
}

async function deletesEntry(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  if (!user || !scenario.chance.percent(40)) return null
  await write(scenario, async (tx) => {
    const all = [
      ...(await entriesOf(tx, scenario, 'note')),
      ...(await entriesOf(tx, scenario, 'message')),
    ]
    const entry = scenario.chance.one(all.filter((one) => one.author_id === user.id))
    if (!entry) return
    tell(scenario, `${user.name} deletes the entry ${entry.id}`)
    const { author } = await by(tx, user)
    await deleteMessage(tx, { id: entry.id, by: author, at: at(scenario) })
  }).catch(mayBeRefused)
  return null
}

/** Nobody outside ever gets what was taken back. */
async function takesBack(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  const word = newWord(scenario, 'note')
  tell(scenario, `${user?.name} sends ${word} and takes it back`)
  if (!user) return null
  keepSecret(scenario, word, 'a message that was taken back')
  const sent = await write(scenario, async (tx) => {
    const draft = { ...noteOf(word, []), kind: 'message' as const, confirmed: [], undo: 60_000 }
    return sayWritten(tx, scenario.open, { ...draft, ...(await by(tx, user)), at: at(scenario) })
  })
  await write(scenario, async (tx) => {
    const { author } = await by(tx, user)
    scenario.unheardOf.add(sent.message!.id)
    await undoSend(tx, { id: sent.message!.id, by: author, at: at(scenario) })
  }).catch(async (failure) => {
    mayBeRefused(failure)
    // nobody outside follows: there was nothing to take back, and it is a message like any other
    const { id } = sent.message!
    scenario.unheardOf.delete(id)
    await write(scenario, async (tx) => {
      const { author } = await by(tx, user)
      await deleteMessage(tx, { id, by: author, at: at(scenario) })
    })
  })
  return null
}

function noteOf(
  word: string,
  named: Folk[],
): Pick<Writing, 'kind' | 'text' | 'subject' | 'recipients' | 'files'> {
  const calls = named.map(({ email }) => `@${email}`).join(' ')
  return {
    kind: 'note',
    text: `We say ${word} here. ${calls}`,
    subject: '',
    recipients: '',
    files: [],
  }
}

async function by(tx: Tx, user: Folk) {
  return { author: (await findPerson(tx, user.id))! }
}

function entriesOf(tx: Tx, { open }: Scenario, kind: string): Promise<MessageRow[]> {
  return tx.all<MessageRow>(
    'select * from messages where thread_id = $1 and kind = $2 and deleted_at is null order by id',
    [open.thread.id, kind],
  )
}

function secretsIn({ secrets }: Scenario, { body }: MessageRow) {
  return secrets.filter(({ word }) => body.includes(word))
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
