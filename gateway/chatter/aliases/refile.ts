import { Refused } from '../../lib/errors.ts'
import { list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type AliasRow, aliases } from '../../store/tables/mailbag.ts'
import { type MessageRow, messages } from '../../store/tables/threads.ts'
import { findPerson } from '../people/people.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { moveMessage } from '../records/move-message.ts'
import { recordTypeById } from '../records/record-types.ts'
import {
  findById,
  findByReference,
  findByThread,
  type OpenRecord,
  openRecord,
} from '../records/records.ts'
import type { Act } from '../records/rest.ts'
import { defaultsOf } from './aliases.ts'

/**
 * Moves a message to where somebody says: a record (`T-42`), or an alias (`leads`, `leads@example.com`), which opens a new record
 * for it as if the mail had come there at first, linked to the old one. For the page of a record and for `/move`.
 * @param move andLater: with all that came after it in its thread
 * @returns the record where it is now
 * @throws Refused where there is no such place, or it cannot be moved there
 */
export async function moveTo(
  tx: Tx,
  move: Act & { message: MessageRow; to: string; andLater?: boolean },
): Promise<OpenRecord> {
  mustBeAbleTo(move.by, 'post')
  const record = await findByReference(tx, move.to)
  if (record) return moveMessage(tx, { ...move, to: record })

  const alias = await aliasCalled(tx, move.to)
  const fixed = alias.record_id === null ? null : await findById(tx, alias.record_id)
  if (fixed) return moveMessage(tx, { ...move, to: fixed })

  const opened = await openFor(tx, alias, move)
  return moveMessage(tx, { ...move, to: opened })
}

/** @throws Refused where no alias is called so, or several are */
async function aliasCalled(reader: Reader, name: string): Promise<AliasRow> {
  const wanted = name.trim().toLowerCase()
  const all = await list(reader, aliases, { order: 'address' })
  const found = all.filter(({ address }) => address === wanted || address.split('@')[0] === wanted)
  if (found.length === 1) return found[0]!
  const among = (found.length > 0 ? found : all).map(({ address }) => address).slice(0, 10)
  throw new Refused(
    'not-found',
    `"${name}" is no record and no alias. Write a record such as T-42, or one of ${among.join(', ')}.`,
  )
}

/** Its author has opened it, and it is their message: nobody else is there who would have to let them in. */
async function openFor(
  tx: Tx,
  alias: AliasRow,
  { message, at }: Act & { message: MessageRow },
): Promise<OpenRecord> {
  const author = (await findPerson(tx, message.author_id))!
  const old = await findByThread(tx, message.thread_id)
  const type = await recordTypeById(tx, alias.record_type_id!)
  const opened = await openRecord(tx, type, {
    name: message.subject || old?.record.name || '',
    creator: author,
    customer: author.kind === 'contact' ? author : null,
    owner: alias.owner_id,
    values: defaultsOf(alias),
    linkedTo: old?.record.id ?? null,
    at,
  })
  if (message.kind === 'message')
    await update(tx, messages, { id: message.id }, { audience: 'everyone' })
  return opened
}
