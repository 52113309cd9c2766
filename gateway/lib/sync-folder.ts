import { open } from 'node:fs/promises'

/** Syncs a folder: only then does a new file's name survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
