import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownMark } from '../../gateway/lib/process-mark.ts'
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

/** Gives a spool's file another owner. @returns its path */
function handOver(path: string, owner: string): string {
  const [name] = readdirSync(join(path, 'spool'))
  const other = join(path, 'spool', `${owner}+other.1`)
  renameSync(join(path, 'spool', name!), other)
  return other
}

/** A mark like ours, with some of its parts changed: host, start of the machine, process number, start of the process. */
function markWith(changes: { host?: string; boot?: string; pid?: number; start?: string }): string {
  const [host, boot, pid, start] = ownMark().split('~')
  return Object.values({ host, boot, pid, start, ...changes }).join('~')
}

const DEAD = () => markWith({ pid: 999_999_999 })

async function headsLeft(path: string): Promise<object[]> {
  return (await spoolIn(path).adopt()).left.map(({ head }) => head)
}

test('what was promised and not brought in is found again after a crash', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await Promise.all([
    spool.append({ id: 'a' }, Buffer.from('one\nline')),
    spool.append({ id: 'b' }, Buffer.alloc(0)),
  ])
  handOver(path, DEAD())

  const next = spoolIn(path)
  const { left } = await next.adopt()
  const bodies = await Promise.all(left.map(({ place }) => next.read(place)))
  expect(left.map(({ head }, index) => [head, bodies[index]!.toString()])).toEqual([
    [{ id: 'a' }, 'one\nline'],
    [{ id: 'b' }, ''],
  ])
})

test('a record that was half written when the light went out was never promised, and is left out', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'whole' }, Buffer.from('words'))
  const file = handOver(path, DEAD())
  appendFileSync(file, 'postern 10 5000 12345\n{"id":"hal')

  expect(await headsLeft(path)).toEqual([{ id: 'whole' }])
})

test('a record whose bytes have changed is told by its checksum', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'a' }, Buffer.from('words'))
  const file = handOver(path, DEAD())
  writeFileSync(file, readFileSync(file, 'utf8').replace('words', 'swords').slice(0, -2))
  expect(await headsLeft(path)).toEqual([])
})

test.each([
  ['the process number belongs to another process by now', { start: '1' }],
  ['the machine was started again', { boot: 'earlier0' }],
  ['no process has the number', { pid: 999_999_999 }],
])('a file is taken over when %s', async (_, changes) => {
  const path = folder()
  await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
  handOver(path, markWith(changes))
  expect(await headsLeft(path)).toEqual([{ id: 'a' }])
})

test('what a living process holds is left to it', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'a' }, Buffer.from('x'))
  const parent = statOf(process.ppid)
  handOver(path, markWith({ pid: process.ppid, start: parent }))
  expect(await headsLeft(path)).toEqual([])
})

test('what another host holds is left to it while it shows signs of life, and taken over when it is silent', async () => {
  const path = folder()
  await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
  const file = handOver(path, markWith({ host: 'elsewhere' }))
  expect(await headsLeft(path)).toEqual([])
  const before = new Date(Date.now() - 61_000)
  utimesSync(file, before, before)
  expect(await headsLeft(path)).toEqual([{ id: 'a' }])
})

test('a file that cannot be read holds up no other, and is tried again', async () => {
  const path = folder()
  await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
  handOver(path, DEAD())
  const stuck = join(path, 'spool', `${DEAD()}+aaa.1`)
  mkdirSync(stuck)

  const { left, failures } = await spoolIn(path).adopt()
  expect(left.map(({ head }) => head)).toEqual([{ id: 'a' }])
  expect(failures).toHaveLength(1)
  expect(readdirSync(join(path, 'spool'))).toContain(`${DEAD()}+aaa.1`)
})

test('one who was taken for dead and has lost its file promises nothing more in it', async () => {
  const path = folder()
  const spool = spoolIn(path)
  await spool.append({ id: 'a' }, Buffer.from('x'))
  handOver(path, markWith({ host: 'elsewhere' }))
  await expect(spool.append({ id: 'b' }, Buffer.from('y'))).rejects.toThrow('taken over')
  await spool.append({ id: 'c' }, Buffer.from('z'))
})

function statOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!
}

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
  handOver(path, DEAD())
  const both = await Promise.all([headsLeft(path), headsLeft(path)])
  expect(both.flat()).toHaveLength(1)
})
