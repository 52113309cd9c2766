import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSpool, type Spool } from '../../gateway/store/spool.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'postern-spool-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function spoolIn(path: string): Spool {
  const spool = openSpool(path)
  onTestFinished(spool.close)
  return spool
}

/** Makes a spool's files look as if their process had died. */
function die(path: string): string {
  const [name] = readdirSync(join(path, 'spool'))
  const dead = `${hostname()}.999999999.dead.1`
  renameSync(join(path, 'spool', name!), join(path, 'spool', dead))
  return join(path, 'spool', dead)
}

test('what was promised and not brought in is found again after a crash', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await Promise.all([
    spool.append({ id: 'a' }, Buffer.from('one\nline')),
    spool.append({ id: 'b' }, Buffer.alloc(0)),
  ])
  die(path)

  const left = await spoolIn(path).adopt()
  expect(left.map(({ head, body }) => [head, body.toString()])).toEqual([
    [{ id: 'a' }, 'one\nline'],
    [{ id: 'b' }, ''],
  ])
})

test('a record that was half written when the light went out was never promised, and is left out', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'whole' }, Buffer.from('words'))
  const file = die(path)
  appendFileSync(file, 'postern 10 5000 12345\n{"id":"hal')

  expect((await spoolIn(path).adopt()).map(({ head }) => head)).toEqual([{ id: 'whole' }])
})

test('a record whose bytes have changed is told by its checksum', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'a' }, Buffer.from('words'))
  const file = die(path)
  writeFileSync(file, readFileSync(file, 'utf8').replace('words', 'swords').slice(0, -2))
  expect(await spoolIn(path).adopt()).toEqual([])
})

test('what a living process holds is left to it', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'a' }, Buffer.from('x'))
  const name = readdirSync(join(path, 'spool'))[0]!
  renameSync(
    join(path, 'spool', name),
    join(path, 'spool', name.replace(`.${process.pid}.`, `.${process.ppid}.`)),
  )
  expect(await spoolIn(path).adopt()).toEqual([])
})

test('a file goes away when all its records are done and it is left', async () => {
  const path = folder()
  const spool = spoolIn(path)
  const place = await spool.append({ id: 'a' }, Buffer.from('x'))
  expect((await spool.read(place)).toString()).toBe('x')
  spool.done(place)
  await spool.close()
  expect(readdirSync(join(path, 'spool'))).toEqual([])
})

test('two that start together do not both adopt the same record', async () => {
  const path = folder()
  await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
  die(path)
  const both = await Promise.all([spoolIn(path).adopt(), spoolIn(path).adopt()])
  expect(both.flat()).toHaveLength(1)
})
