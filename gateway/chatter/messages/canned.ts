import { Refused } from '../../lib/errors.ts'
import { find, insertNew, remove, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type CannedRow, cannedResponses } from '../../store/tables/writing.ts'
import { may, mustMay } from '../people/roles.ts'
import type { Draft } from './write-message.ts'

/** Texts that people write again and again: `:shortcut` stands for one. Own ones are for their owner, shared ones for every user. */
export type CannedWish = { shortcut: string; text: string; shared: boolean }

const SHORTCUT = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,30}$/u
const CALL = /(^|\s)::?([\p{L}\p{N}][\p{L}\p{N}_-]{0,30})(?=$|[\s.,;!?])/gu
const MOST_CALLS = 20
const LONGEST = 20_000
const MOST_LISTED = 500

/**
 * @throws Refused where the shortcut is none or is taken, or where somebody who is no admin would share it
 */
export async function addCanned(
  tx: Tx,
  { wish, by, at }: { wish: CannedWish; by: PersonRow; at: number },
): Promise<CannedRow> {
  const row = await rowOf(wish, by)
  const added = await insertNew(tx, cannedResponses, { ...row, created_by: by.id, created_at: at })
  if (added) return added
  throw new Refused('already-there', `There is a ":${row.shortcut}" already.`)
}

/** @throws Refused as above, and where it is not theirs */
export async function changeCanned(
  tx: Tx,
  id: number,
  { wish, by }: { wish: CannedWish; by: PersonRow },
): Promise<CannedRow> {
  const known = await mustOwn(tx, id, by)
  const { shortcut, text, owner_id } = await rowOf(wish, by)
  const owner = owner_id === null ? null : (known.owner_id ?? owner_id)
  const other = await findCanned(tx, shortcut, owner)
  if (other && other.id !== id)
    throw new Refused('already-there', `There is a ":${shortcut}" already.`)
  const changes = { shortcut, text, owner_id: owner }
  const [changed] = await update(tx, cannedResponses, { id }, changes)
  return changed!
}

/** @throws Refused where it is not there, or not theirs */
export async function removeCanned(tx: Tx, id: number, by: PersonRow): Promise<CannedRow> {
  await mustOwn(tx, id, by)
  const [removed] = await remove(tx, cannedResponses, { id })
  return removed!
}

/** The own and the shared ones of a user, by shortcut. */
export async function listCanned(reader: Reader, by: PersonRow): Promise<CannedRow[]> {
  return reader.all<CannedRow>(
    `select * from canned_responses where owner_id is null or owner_id = $1
     order by shortcut, owner_id limit ${MOST_LISTED}`,
    [by.id],
  )
}

/** The one of these that a shortcut means to somebody: their own wins over a shared one. */
export async function cannedByShortcut(
  reader: Reader,
  said: string,
  by: PersonRow,
): Promise<CannedRow> {
  const shortcut = clean(said)
  const found =
    (await findCanned(reader, shortcut, by.id)) ?? (await findCanned(reader, shortcut, null))
  if (!found) throw new Refused('not-found', `There is no ":${shortcut}" here.`)
  return found
}

/** May this user change or remove it? */
export function mayEditCanned(by: PersonRow, { owner_id }: CannedRow): boolean {
  return owner_id === null ? may(by, 'administer') : owner_id === by.id
}

/** Puts the texts in the places of their shortcuts, in what somebody writes anew: never in what they quote. */
export async function expandCanned(reader: Reader, draft: Draft): Promise<Draft> {
  const words = draft.newText ?? draft.text
  const called = [...words.matchAll(CALL)].slice(0, MOST_CALLS).map(([, , name]) => clean(name!))
  if (called.length === 0) return draft
  const texts = await textsOf(reader, called, draft.author.id)
  if (texts.size === 0) return draft
  const expand = (text: string) =>
    text.replace(CALL, (whole, before: string, name: string) => {
      const found = texts.get(clean(name))
      return found === undefined ? whole : before + found
    })
  return {
    ...draft,
    newText: expand(words),
    ...(draft.parts
      ? {
          parts: draft.parts.map((part) =>
            part.kind === 'new' ? { ...part, text: expand(part.text) } : part,
          ),
        }
      : { text: expand(draft.text) }),
  }
}

async function textsOf(reader: Reader, called: string[], by: number): Promise<Map<string, string>> {
  const wanted = [...new Set(called)]
  const places = wanted.map((_, index) => `$${index + 2}`).join(', ')
  const rows = await reader.all<CannedRow>(
    `select * from canned_responses where (owner_id is null or owner_id = $1) and shortcut in (${places})
     order by case when owner_id is null then 0 else 1 end`,
    [by, ...wanted],
  )
  return new Map(rows.map(({ shortcut, text }) => [shortcut, text]))
}

async function findCanned(
  reader: Reader,
  shortcut: string,
  owner: number | null,
): Promise<CannedRow | null> {
  return find(reader, cannedResponses, { shortcut, owner_id: owner })
}

async function rowOf(wish: CannedWish, by: PersonRow) {
  mustMay(by, wish.shared ? 'administer' : 'post')
  const shortcut = clean(wish.shortcut)
  const text = wish.text.replace(/\r\n?/g, '\n').trim()
  if (!SHORTCUT.test(shortcut))
    throw new Refused('bad-input', 'A shortcut has letters, digits, - and _, up to 31 of them.')
  if (text === '' || text.length > LONGEST)
    throw new Refused('bad-input', `The text has 1 to ${LONGEST} characters.`)
  return { shortcut, text, owner_id: wish.shared ? null : by.id }
}

async function mustOwn(reader: Reader, id: number, by: PersonRow): Promise<CannedRow> {
  const known = await find(reader, cannedResponses, { id })
  // what is another's own is nobody else's to know of
  if (!known || (known.owner_id !== null && known.owner_id !== by.id))
    throw new Refused('not-found', 'There is no such canned response.')
  if (!mayEditCanned(by, known))
    throw new Refused('not-allowed', 'Shared ones are for admins to change.')
  return known
}

function clean(shortcut: string): string {
  return shortcut.trim().replace(/^:+/, '').toLowerCase()
}
