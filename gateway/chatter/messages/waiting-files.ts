import { insertNew, insertRows, list, remove } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { erasedFiles, type WaitingFileRow, waitingFiles } from '../../store/tables/writing.ts'
import type { FileToAttach } from './attachments.ts'

/** Files of what is not sent yet: of a draft, or of a scheduled message. */
export type Holder = { draft_id: number } | { scheduled_id: number }

const MOST_FILES = 50

export async function waitingFilesOf(reader: Reader, of: Holder): Promise<WaitingFileRow[]> {
  return list(reader, waitingFiles, { where: of, order: 'id', limit: MOST_FILES })
}

export async function holdFiles(tx: Tx, of: Holder, files: FileToAttach[]): Promise<void> {
  await insertRows(
    tx,
    waitingFiles,
    files.map(({ sha256, filename, contentType, size }) => ({
      draft_id: null,
      scheduled_id: null,
      ...of,
      sha256,
      filename,
      content_type: contentType,
      size,
    })),
  )
}

/** Lets go of the files of a holder that are not among those to keep. @returns those that stay */
export async function keepOnly(
  tx: Tx,
  of: Holder,
  ids: number[],
  at: number,
): Promise<WaitingFileRow[]> {
  const all = await waitingFilesOf(tx, of)
  const [staying, going] = [true, false].map((stays) =>
    all.filter(({ id }) => ids.includes(id) === stays),
  ) as [WaitingFileRow[], WaitingFileRow[]]
  if (going.length > 0) await remove(tx, waitingFiles, { id: going.map(({ id }) => id) })
  await forgetFiles(
    tx,
    going.map(({ sha256 }) => sha256),
    at,
  )
  return staying
}

/** Hands the files over: they are the holder's no more, and nothing is erased. */
export async function takeFiles(tx: Tx, of: Holder): Promise<FileToAttach[]> {
  const rows = await remove(tx, waitingFiles, of)
  return rows.sort((one, other) => one.id - other.id).map(asFile)
}

export function asFile(row: {
  sha256: string
  filename: string
  content_type: string
  size: number
}): FileToAttach {
  const { sha256, filename, content_type: contentType, size } = row
  return { sha256, filename, contentType, size, inline: false, contentId: null }
}

/** Notes bytes that may be erased: a chore looks, a day later, whether anything else has them. */
export async function forgetFiles(tx: Tx, hashes: string[], at: number): Promise<void> {
  for (const sha256 of new Set(hashes)) await insertNew(tx, erasedFiles, { sha256, erased_at: at })
}

/** Bytes whose day has come. */
export async function filesToErase(
  reader: Reader,
  before: number,
): Promise<{ sha256: string; isUsed: boolean }[]> {
  const rows = await reader.all<{ sha256: string; used: 0 | 1 }>(
    `select e.sha256, case when exists (select 1 from attachments a where a.sha256 = e.sha256)
         or exists (select 1 from waiting_files w where w.sha256 = e.sha256) then 1 else 0 end as used
     from erased_files e where e.erased_at < $1 order by e.erased_at limit ${MOST_FILES}`,
    [before],
  )
  return rows.map(({ sha256, used }) => ({ sha256, isUsed: used === 1 }))
}

export async function filesAreErased(tx: Tx, hashes: string[]): Promise<void> {
  if (hashes.length > 0) await remove(tx, erasedFiles, { sha256: hashes })
}
