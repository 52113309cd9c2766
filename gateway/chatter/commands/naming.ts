import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow, ThreadRow } from '../../store/tables/threads.ts'
import { expandCanned } from '../messages/canned.ts'
import {
  followMentioned,
  type Mention,
  type Mentions,
  mentionsIn,
  noteMentions,
} from '../messages/mentions.ts'
import { logNote, postMessage } from '../messages/post.ts'
import type { Draft } from '../messages/write-message.ts'
import { isUser } from '../people/people.ts'
import { may } from '../people/roles.ts'
import { recordTypeById } from '../records/record-types.ts'

/** A user's text that is about to be posted, and what decides whom it reaches by name. */
export type Naming = {
  thread: ThreadRow
  by: PersonRow
  draft: Draft
  kind: 'note' | 'message'
  /** It is a note only because its author's wish was in doubt: then it calls nobody outside. */
  held: boolean
  /** The people outside to whom the author has said that a note goes; of others it is asked first. */
  confirmed: number[]
}

export type Named = { message: MessageRow; remarks: Remark[] }

/** What the author of a text should know of the names in it. `waiting`: people outside who have not got the note. */
export type Remark = { says: string; warns: boolean }

/**
 * Posts a text of a user: its shortcuts become the texts that they stand for, whom it calls with `@` hears of it and follows. A note
 * goes to somebody outside only when a user has confirmed it, with their name before their eyes; whoever else it calls waits.
 */
export async function postNaming(tx: Tx, naming: Naming): Promise<Named> {
  const { thread, by, kind, held } = naming
  const found = await mentionsIn(tx, thread.id, naming.draft.newText ?? naming.draft.text)
  const people = found.people.filter((one) => one.id !== by.id)
  const called = held ? people.filter(({ kind }) => kind === 'user') : people
  const told = called.filter((one) => mayHear(one, naming)).map(({ id }) => id)
  const draft = await expandCanned(tx, naming.draft)
  if (await mentionedFollow(tx, thread))
    await followMentioned(tx, called, { thread: thread.id, kind, by: by.id, at: draft.at })
  const { addressed = [] } = held ? {} : draft
  const write = kind === 'note' ? logNote : postMessage
  const named = [...new Set([...told, ...addressed])]
  const message = await write(tx, thread, { ...draft, named, addressed })
  if (called.length > 0) await noteMentions(tx, message, { called, told, by: by.id })
  return { message, remarks: remarksOn(found, called, told) }
}

/** Nothing in it can call anybody: it is posted as it is. */
export function namesNobody(by: PersonRow, { text, newText = text, addressed }: Draft): boolean {
  return !isUser(by) || (!addressed?.length && !/[@:]/.test(newText))
}

function mayHear({ id, kind }: Mention, naming: Naming): boolean {
  if (kind === 'user') return true
  if (!may(naming.by, 'post')) return false
  return naming.kind === 'message' || naming.confirmed.includes(id)
}

async function mentionedFollow(tx: Tx, { record_type_id }: ThreadRow): Promise<boolean> {
  if (record_type_id === null) return true
  const { settings } = await recordTypeById(tx, record_type_id)
  return settings.follow.mentioned ?? true
}

function remarksOn(found: Mentions, called: Mention[], told: number[]): Remark[] {
  const waiting = called.filter(({ id }) => !told.includes(id))
  const outside = waiting.map(({ name, address }) => `${name} (${address})`).join(', ')
  const they =
    waiting.length === 1 ? 'is outside your team and has' : 'are outside your team and have'
  const first = waiting[0]?.address ?? ''
  return [
    ...(waiting.length > 0
      ? [
          {
            says: `${outside} ${they} not got this note. To send it there, answer with “/tell ${first}”, or confirm it in the thread.`,
            warns: true,
          },
        ]
      : []),
    ...found.unclear.map((said) => ({
      says: `Several people are called “${said}”, so none of them was told: write the address.`,
      warns: true,
    })),
    ...found.unknown.map((said) => ({
      says: `Nobody here is called “${said}”.`,
      warns: false,
    })),
  ]
}
