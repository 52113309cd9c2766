import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openFiles } from '../../gateway/store/files.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'postern-files-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('a full disk refuses a large mail, takes its file away, and ends no process', async () => {
  const path = folder()
  mkdirSync(join(path, 'mails', 'abcdef'), { recursive: true })
  symlinkSync('/dev/full', join(path, 'mails', 'abcdef', 'abcdef1.eml'))
  const writer = await openFiles(path).startOriginal('abcdef1')
  await expect(writer.write(Buffer.alloc(1_000_000))).rejects.toThrow('ENOSPC')
  await writer.abandon()
  expect(readdirSync(join(path, 'mails', 'abcdef'))).toEqual([])
})

test('a large mail is read back as it came, and is gone when it is abandoned after all', async () => {
  const path = folder()
  const files = openFiles(path)
  const writer = await files.startOriginal('abcdef1')
  await writer.write(Buffer.from('one '))
  await writer.write(Buffer.from('two'))
  await writer.finish()
  expect((await files.original(writer.name)).toString()).toBe('one two')
  await writer.abandon()
  await expect(files.original(writer.name)).rejects.toThrow('ENOENT')
})
