import { find, insertNew, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type DraftRow,
  drafts,
  type WaitingFileRow,
  type WrittenKind,
} from '../../store/tables/writing.ts'
import type { FileToAttach } from './attachments.ts'
import { holdFiles, keepOnly, takeFiles, waitingFilesOf } from './waiting-files.ts'

/** Whose draft it is, and of what: there is one for each person, thread and kind. */
export type DraftKey = { thread: number; person: number; kind: WrittenKind }

/** The fields of the form. */
export type Typed = { text: string; subject: string; recipients: string; send_at: string }

export type OpenDraft = DraftRow & { files: WaitingFileRow[] }

const whereOf = ({ thread, person, kind }: DraftKey) => ({
  thread_id: thread,
  person_id: person,
  kind,
})

/**
 * Keeps what somebody has typed so far.
 * @param save since: when the page was opened that saves; what was sent or thrown away after that stays so
 * @returns null where it counts no more
 */
export async function saveDraft(
  tx: Tx,
  key: DraftKey,
  save: Typed & { at: number; since: number },
): Promise<DraftRow | null> {
  const { at, since, ...typed } = save
  const where = whereOf(key)
  const added = await insertNew(tx, drafts, { ...where, ...typed, saved_at: at, closed_at: null })
  if (added) return added
  const known = (await find(tx, drafts, where))!
  if (known.closed_at !== null && known.closed_at >= since) return null
  const changes = { ...typed, saved_at: at, closed_at: null }
  const [saved] = await update(tx, drafts, { id: known.id }, changes)
  return saved ?? null
}

/** Puts the files of a form beside those of the draft that its writer keeps. */
export async function keepDraftFiles(
  tx: Tx,
  draft: DraftRow,
  { kept, added, at }: { kept: number[]; added: FileToAttach[]; at: number },
): Promise<void> {
  await keepOnly(tx, { draft_id: draft.id }, kept, at)
  await holdFiles(tx, { draft_id: draft.id }, added)
}

/** Ends a draft: it is sent, or thrown away. @returns the files it had, which are the caller's now */
export async function closeDraft(tx: Tx, key: DraftKey, at: number): Promise<FileToAttach[]> {
  const empty = { text: '', subject: '', recipients: '', send_at: '' }
  const where = whereOf(key)
  const row = { ...where, ...empty, saved_at: at, closed_at: at }
  if (await insertNew(tx, drafts, row)) return []
  const [closed] = await update(tx, drafts, where, { ...empty, closed_at: at })
  return closed ? takeFiles(tx, { draft_id: closed.id }) : []
}

export async function findDraft(reader: Reader, key: DraftKey): Promise<OpenDraft | null> {
  const found = await find(reader, drafts, { ...whereOf(key), closed_at: null })
  return found && { ...found, files: await waitingFilesOf(reader, { draft_id: found.id }) }
}

/** The drafts of a person in a thread, of either kind. */
export async function draftsOf(
  reader: Reader,
  { thread, person }: { thread: number; person: number },
): Promise<OpenDraft[]> {
  const where = { thread_id: thread, person_id: person, closed_at: null }
  const rows = await list(reader, drafts, { where, limit: 2 })
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      files: await waitingFilesOf(reader, { draft_id: row.id }),
    })),
  )
}
