import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
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
function markWith(changes: {
  host?: string
  boot?: string
  space?: string
  pid?: number
  start?: string
}): string {
  const [host, boot, space, pid, start] = ownMark().split('~')
  return Object.values({ host, boot, space, pid, start, ...changes }).join('~')
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

test.each([
  ['of another host', { host: 'elsewhere' }],
  [
    'from before the machine was started again, or of a machine of the same name',
    { boot: 'another0' },
  ],
  ['of another container', { space: '1' }],
])(
  'what a process %s holds is left to it while it shows signs of life, and taken over when it is silent',
  async (_, changes) => {
    const path = folder()
    await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
    const file = handOver(path, markWith(changes))
    expect(await headsLeft(path)).toEqual([])
    const before = new Date(Date.now() - 61_000)
    utimesSync(file, before, before)
    expect(await headsLeft(path)).toEqual([{ id: 'a' }])
  },
)

test.each([
  ['its body', (text: string) => text.replace('first words', 'first swords'.slice(0, 11))],
  ['its head', (text: string) => text.replace('"one"', '"0ne"')],
  ['its lengths', (text: string) => text.replace(/^postern \d+/, 'postern 999')],
])(
  'a record that has changed in %s loses no other, and a copy of the file is kept',
  async (_, change) => {
    const path = folder()
    const spool = spoolIn(path)
    await spool.append({ id: 'one' }, Buffer.from('first words'))
    await spool.append({ id: 'two' }, Buffer.from('x'))
    const file = handOver(path, DEAD())
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    expect(await headsLeft(path)).toEqual([{ id: 'two' }])
    expect(readdirSync(join(path, 'spool-damaged'))).toHaveLength(1)
  },
)

test('a file that may not be taken over is told, not passed over in silence', async () => {
  const path = folder()
  await spoolIn(path).append({ id: 'a' }, Buffer.from('x'))
  const file = handOver(path, DEAD())
  rmSync(file)
  symlinkSync(join(path, 'spool', 'loop'), file)
  symlinkSync(file, join(path, 'spool', 'loop'))
  expect((await spoolIn(path).adopt()).failures).toHaveLength(1)
})

test('what is appended in the moment in which the last was promised is written, too', async () => {
  const spool = spoolIn(folder())
  for (let moments = 0; moments < 20; moments++) {
    await spool.append({ moments }, Buffer.from('x'))
    for (let moment = 0; moment < moments; moment++) await null
  }
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
