import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  editMessage,
  mailedAlready,
  mustChange,
  versionsOf,
} from '../../gateway/chatter/messages/edit.ts'
import { deleteMessage, type Erased } from '../../gateway/chatter/messages/erase.ts'
import { letIn } from '../../gateway/chatter/messages/let-in.ts'
import { tellMentioned } from '../../gateway/chatter/messages/mentions.ts'
import { react, star } from '../../gateway/chatter/messages/reactions.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { undoSend } from '../../gateway/chatter/messages/undo.ts'
import { markUnread } from '../../gateway/chatter/messages/unread.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { idIn, line, needed, prose, read } from '../forms.ts'
import { localPath } from '../local-path.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { deletePage, editPage, historyPage } from '../views/message-pages.ts'
import { userOf, visitOf } from '../visit.ts'

const Edit = z.object({ text: prose(), seen: line(20) })
const Sign = z.object({ emoji: needed('A sign', 30) })
const Person = z.object({ person: z.coerce.number().int().positive() })
const Back = z.object({ back: line(300) })

type Act = { message: MessageRow; by: PersonRow; at: number; request: Request }
/** What is said on the next page, and where: at the entry, where nothing else is said. */
type Answer = { notice?: Notice; anchor?: string }

/** Acts on one entry of a thread. */
export function messageRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (path: string, verb: (tx: Tx, act: Act) => Promise<Answer>) => {
    routes.post(`/messages/:id/${path}`, async (request, response) => {
      const by = userOf(response)
      const done = await site.store.write(async (tx) => {
        const { message, reference } = await entryOf(tx, idIn(request))
        const answer = await verb(tx, { message, by, at: site.clock.now(), request })
        return { ...answer, path: `/records/${reference}#${answer.anchor ?? `m${message.id}`}` }
      })
      site.outboxBell.ring()
      const { back } = read(Back, request.body)
      const path = back === '' ? done.path : localPath(back)
      if (done.notice) await redirectWith(request, response, { path, notice: done.notice })
      else response.redirect(303, path)
    })
  }
  post('edit', edit)
  post('delete', erase)
  post('undo', undo)
  post('tell', tell)
  post('let-in', letNewcomerIn)
  post('react', async (tx, { message, by, at, request }) => {
    await react(tx, { message: message.id, by, at, emoji: read(Sign, request.body).emoji })
    return {}
  })
  post('star', async (tx, { message, by, at }) => {
    await star(tx, { message: message.id, by, at })
    return {}
  })
  post('unread', async (tx, { message, by }) => {
    const isBack = await markUnread(tx, by, message.id)
    const text = isBack
      ? 'It is unread again.'
      : 'You were not told of this entry, so it is not in your inbox.'
    return { notice: { text, warns: !isBack } }
  })
  for (const page of ['edit', 'delete', 'history'] as const)
    routes.get(`/messages/:id/${page}`, (request, response) =>
      show(office, page, { request, response }),
    )
  return routes
}

async function entryOf(reader: Reader, id: number) {
  const message = await findMessage(reader, id)
  const open = message && (await findByThread(reader, message.thread_id))
  if (!message || !open) throw new Refused('not-found')
  return { message, open, reference: referenceOf(open) }
}

async function edit(tx: Tx, { message, by, at, request }: Act): Promise<Answer> {
  const { text, seen } = read(Edit, request.body)
  const last = seen === '' ? null : Number(seen)
  await editMessage(tx, { id: message.id, by, text, at, seen: last })
  return { notice: { text: 'Saved. Nobody is mailed again.' } }
}

async function erase(tx: Tx, { message, by, at }: Act): Promise<Answer> {
  const erased = await deleteMessage(tx, { id: message.id, by, at })
  return { notice: { text: fateOf(erased) } }
}

function fateOf({ withdrawn, gone, message }: Erased): string {
  return [
    'Its words and files are erased.',
    withdrawn > 0 &&
      `${withdrawn} ${withdrawn === 1 ? 'mail that waited is' : 'mails that waited are'} withdrawn.`,
    gone > 0 &&
      `${gone} ${gone === 1 ? 'mail has' : 'mails have'} left before and cannot be called back.`,
    message.inbound_id !== null &&
      'The mail by which it came stays in the mail log, for operators.',
  ]
    .filter((sentence) => sentence !== false)
    .join(' ')
}

async function undo(tx: Tx, { message, by, at }: Act): Promise<Answer> {
  await undoSend(tx, { id: message.id, by, at })
  const anchor = message.kind === 'note' ? 'log-note' : 'send-message'
  const text = 'Taken back before it left. Your words are in the composer.'
  return { anchor, notice: { text } }
}

async function tell(tx: Tx, { message, by, at, request }: Act): Promise<Answer> {
  mustMay(by, 'post')
  const person = await findPerson(tx, read(Person, request.body).person)
  if (!person || message.deleted_at !== null) throw new Refused('not-found')
  const isNew = await tellMentioned(tx, message, { person: person.id, by, at })
  const text = isNew
    ? `${person.name} gets this note by mail.`
    : `${person.name} has got it before.`
  return { notice: { text } }
}

async function letNewcomerIn(tx: Tx, { message, by, at }: Act): Promise<Answer> {
  await letIn(tx, message, { user: mustMay(by, 'post'), at })
  return { notice: { text: `${message.author_name} takes part in this thread now.` } }
}

type Exchange = { request: Request; response: Response }

async function show(
  { site }: Office,
  page: 'edit' | 'delete' | 'history',
  { request, response }: Exchange,
): Promise<void> {
  const viewer = userOf(response)
  const found = await site.store.read(async (reader) => {
    const entry = await entryOf(reader, idIn(request))
    if (page !== 'history') await mustChange(reader, viewer, entry.message.id)
    const mailed = await mailedAlready(reader, entry.message.id)
    return { ...entry, mailed, versions: await versionsOf(reader, entry.message.id) }
  })
  const { token, now } = visitOf(response)
  const view = { ...found, token, here: { timeZone: viewer.time_zone, now } }
  const pages = { edit: editPage, delete: deletePage, history: historyPage }
  const titles = { edit: 'Edit', delete: 'Delete', history: 'Earlier versions' }
  const content = pages[page](view)
  await showPage(request, response, { title: titles[page], content, section: 'records' })
}
