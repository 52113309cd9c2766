import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** From the cellar up: a room may use its own files and any floor below. The rule and its reasons stand in CONVENTIONS.md. */
const FLOORS = [
  ['gateway/lib'],
  ['gateway/mail', 'gateway/integrations'],
  ['gateway/store'],
  ['gateway/chatter/people'],
  ['gateway/chatter/threads'],
  ['gateway/chatter/notifications'],
  ['gateway/chatter/followers'],
  ['gateway/chatter/messages'],
  ['gateway/chatter/records', 'gateway/chatter/channels'],
  [
    'gateway/chatter/search',
    'gateway/chatter/activities',
    'gateway/chatter/aliases',
    'gateway/chatter/mail-templates',
    'gateway/chatter/ratings',
  ],
  ['gateway/chatter/automation'],
  ['gateway/chatter/commands'],
  ['gateway/inbound/mailbag', 'gateway/inbound/proof', 'gateway/outbound'],
  ['gateway/inbound/routing'],
  ['gateway/inbound/admission', 'gateway/inbound/door'],
  ['gateway/inbound/posting'],
  ['gateway/inbound'],
  ['gateway/processes'],
  ['web', 'gateway/bench'],
  ['gateway/cli'],
  ['gateway/main.ts'],
]
const PACKAGES: Record<string, string[]> = {
  sequelize: ['gateway/store'],
  express: ['web'],
  'smtp-server': ['gateway/inbound/door', 'gateway/bench'],
  mjml: ['gateway/outbound'],
  mailparser: ['gateway/mail', 'gateway/bench'],
  htmlparser2: ['gateway/mail/html'],
  'sanitize-html': ['gateway/mail/html'],
  mailauth: ['gateway/inbound/proof'],
  'csv-parse': ['gateway/lib'],
  'csv-parse/sync': ['gateway/lib'],
}

const ROOT = join(import.meta.dirname, '..')

type Import = { from: string; to: string; typeOnly: boolean }

const files = ['gateway', 'web'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => `${folder}/${file}`),
)
const imports = files.flatMap(importsOf)

test('no room uses a neighbour on its floor, or a floor above', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      floorOf(to) > floorOf(from) || (floorOf(to) === floorOf(from) && roomOf(to) !== roomOf(from)),
  )
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
})

test('what comes in and what goes out meet in the rooms between, not at the doors', () => {
  const wrong = imports.filter(
    ({ from, to }) => /^gateway\/inbound/.test(from) && /^gateway\/outbound/.test(to),
  )
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
})

test('every file lives on a floor', () => {
  expect(files.filter((file) => floorOf(file) < 0)).toEqual([])
})

test('no file reaches itself by a detour', () => {
  const next = new Map(
    files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]),
  )
  const circles = files.filter((file) => reaches(next, file, file, new Set()))
  expect(circles).toEqual([])
})

test('tables are touched by the store, by chatter, and by the room that owns received mails', () => {
  const owners = ['gateway/store/', 'gateway/chatter/', 'gateway/inbound/mailbag/received.ts']
  const wrong = imports.filter(
    ({ from, to, typeOnly }) =>
      to.startsWith('gateway/store/tables/') &&
      !typeOnly &&
      !owners.some((owner) => from.startsWith(owner)),
  )
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
})

test('chatter opens no transactions: it is handed one', () => {
  const wrong = files.filter(
    (file) =>
      file.startsWith('gateway/chatter/') &&
      /\bstore\.(read|write)\(|store\/site\.ts/.test(textOf(file)),
  )
  expect(wrong).toEqual([])
})

test('a package is used where it lives, and nowhere else', () => {
  const wrong = files.flatMap((file) =>
    Object.entries(PACKAGES)
      .filter(
        ([name, homes]) =>
          new RegExp(`from '${name}'`).test(textOf(file)) &&
          !homes.some((home) => file.startsWith(home)),
      )
      .map(([name]) => `${file} uses ${name}`),
  )
  expect(wrong).toEqual([])
})

function importsOf(file: string): Import[] {
  const found = textOf(file).matchAll(
    /(import|export)( type)?[^'"]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/g,
  )
  return [...found].map((match) => {
    const path = match[3] ?? match[4]!
    const names = match[0]
    const typeOnly = match[2] !== undefined || /^import \{(\s*type \w+,?)+\s*\}/.test(names)
    return { from: file, to: relative(ROOT, join(ROOT, dirname(file), path)), typeOnly }
  })
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function roomOf(file: string): string {
  const rooms = FLOORS.flat().filter((room) => file === room || file.startsWith(`${room}/`))
  return rooms.sort((one, other) => other.length - one.length)[0] ?? ''
}

function floorOf(file: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)))
}

function reaches(
  next: Map<string, string[]>,
  from: string,
  goal: string,
  seen: Set<string>,
): boolean {
  for (const to of next.get(from) ?? []) {
    if (to === goal) return true
    if (seen.has(to)) continue
    seen.add(to)
    if (reaches(next, to, goal, seen)) return true
  }
  return false
}
