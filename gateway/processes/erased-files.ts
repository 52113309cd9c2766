import { filesAreErased, filesToErase } from '../chatter/messages/waiting-files.ts'
import { DAY } from '../lib/clock.ts'
import type { Site } from '../store/site.ts'

/** Bytes may be in a mail that is being filed at this moment: so nothing goes that was kept within a day. */
const QUIET = DAY

/** Erases the bytes of files that were deleted, where no other message has the same ones. @returns whether more may wait */
export async function eraseFiles(site: Site): Promise<boolean> {
  const now = site.clock.now()
  const due = await site.store.read((reader) => filesToErase(reader, now - QUIET))
  const done: string[] = []
  for (const { sha256, isUsed } of due)
    if (isUsed || (await site.files.eraseContent(sha256, now - QUIET))) done.push(sha256)
  await site.store.write((tx) => filesAreErased(tx, done))
  return done.length > 0
}
