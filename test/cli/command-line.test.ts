import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { addAlias } from '../../gateway/chatter/aliases/aliases.ts'
import { addPerson } from '../../gateway/chatter/people/people.ts'
import { mergeRecords } from '../../gateway/chatter/records/merge.ts'
import { type RecordType, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { openRecord } from '../../gateway/chatter/records/records.ts'
import { installation } from './installation.ts'
import { BIN, runCommand } from './run-command.ts'

const MAIL = [
  'From: Nora Quist <nora@customer.test>',
  'To: support@example.test',
  'Subject: Printer on fire',
  'Message-ID: <fire@customer.test>',
  'Date: Sat, 21 Nov 2026 09:00:00 +0000',
  '',
  'It burns.',
  '',
].join('\n')

test('what is said on a record that was merged is refused with where to say it', async () => {
  const { postern, inside } = installation()
  await inside(async (tx) => {
    const by = await addPerson(tx, { name: 'Kim', address: 'kim@example.test', role: 'agent' }, 0)
    const open = (name: string, type: RecordType) =>
      openRecord(tx, type, { name, creator: by, customer: null, values: {}, at: 0 })
    const type = await recordTypeByCode(tx, 'ticket')
    const [from, into] = [await open('Fire', type), await open('Smoke', type)]
    await mergeRecords(tx, { from, into, by, at: 0 })
  })
  for (const verb of ['note', 'send'])
    expect(postern(verb, 'T-1', '--by', 'kim@example.test', 'Hello.')).toMatchObject({
      code: 1,
      said: expect.stringContaining('T-1 was merged into T-2. Write there'),
    })
})

test('a script says what becomes of mail for addresses that nobody has, and asks where one would go', async () => {
  const { postern, file, inside } = installation()
  await inside((tx) => addAlias(tx, { address: 'support@example.test', type: 'ticket' }, 0))
  const set = ['domain', 'set', 'second.test', '--catch-all', 'support@example.test', '--suggest']
  expect(postern(...set, '--json').rows).toEqual([
    { domain: 'second.test', catchAll: 'support@example.test', suggests: true, postmaster: 'held' },
  ])
  expect(
    postern('route', file('mail.eml', MAIL), '--rcpt', 'any@second.test', '--json').rows,
  ).toMatchObject([{ goes: 'opens a record', caughtIn: 'second.test' }])
  expect(postern('domain', 'set', 'second.test', '--catch-all', 'no@such.test')).toMatchObject({
    code: 1,
    said: expect.stringContaining('cannot take'),
  })
})

test('a script sets up an alias and people, injects a mail, and reads what became of it', () => {
  const { postern, file } = installation()
  expect(
    postern('person', 'add', 'kim@example.test', '--name', 'Kim', '--role', 'agent', '--json').rows,
  ).toMatchObject([{ kind: 'user', role: 'agent' }])
  expect(
    postern(
      'alias',
      'add',
      'support@example.test',
      '--type',
      'ticket',
      '--owner',
      'kim@example.test',
      '--acknowledge',
      '--json',
    ).rows,
  ).toMatchObject([{ address: 'support@example.test', acknowledge: true }])

  const injected = postern('inject', file('mail.eml', MAIL))
  expect(injected.rows).toMatchObject([{ state: 'filed', reason: null, record: 'T-1', message: 1 }])
  const id = injected.rows[0]!['inbound'] as string
  expect(postern('inbound', '--json').rows).toMatchObject([
    {
      inbound: id,
      state: 'filed',
      messageId: 'fire@customer.test',
      records: ['T-1'],
      messages: [1],
    },
  ])
  expect(postern('messages', '--record', 'T-1', '--json').rows).toMatchObject([
    {
      record: 'T-1',
      kind: 'message',
      author: { address: 'nora@customer.test' },
      authorKind: 'contact',
      newText: 'It burns.',
      rung: 'alias',
      inbound: id,
    },
  ])
  expect(postern('deliveries', '--json').rows).toMatchObject([
    { address: 'kim@example.test', state: 'queued', reason: 'assignee' },
  ])
  const steps = postern('trace', 'fire@customer.test', '--json').rows.map((row) => row['step'])
  expect(steps).toEqual(['kept', 'read', 'opened a record', 'filed', 'put in the outbox'])
})

test('records, followers and answer addresses are at a script’s hand', () => {
  const { postern } = installation()
  postern('person', 'add', 'kim@example.test', '--name', 'Kim', '--role', 'agent')
  expect(
    postern('record', 'add', 'ticket', '--name', 'Printer', '--set', 'priority=High', '--json')
      .rows,
  ).toEqual([{ record: 'T-1', address: 'ticket+1@example.test' }])
  expect(
    postern('follow', 'T-1', 'vic@vendor.test', '--subtypes', 'discussions', '--json').code,
  ).toBe(0)
  expect(postern('followers', 'T-1', '--json').rows).toMatchObject([
    { address: 'vic@vendor.test', subtypes: ['discussions'] },
  ])
  expect(postern('note', 'T-1', '--by', 'kim@example.test', 'For us only.', '--json').code).toBe(0)
  expect(postern('send', 'T-1', '--by', 'kim@example.test', 'Hello Vic.', '--json').code).toBe(0)
  expect(postern('deliveries', '--json').rows).toMatchObject([{ address: 'vic@vendor.test' }])
  expect(
    postern('reply-address', 'T-1', '--for', 'vic@vendor.test', '--kind', 'n', '--json').rows[0]![
      'address'
    ],
  ).toMatch(/^ticket\+1\.[0-9a-z]+\.n[01][a-z2-7]{16}@example\.test$/)
  expect(postern('record', 'set', 'T-1', 'stage=Solved', '--json').rows).toMatchObject([
    { changes: [{ label: 'Stage', from: 'New', to: 'Solved' }] },
  ])
})

test('a note that was held is sent by its author, once', () => {
  vi.stubEnv('INTERNAL_TRUST', 'any')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { postern, file } = installation()
  postern('person', 'add', 'kim@example.test', '--name', 'Kim', '--role', 'agent')
  postern('person', 'add', 'ada@example.test', '--name', 'Ada', '--role', 'agent')
  postern('record', 'add', 'ticket', '--name', 'Printer')
  const slip = MAIL.replace('nora@customer.test', 'kim@example.test').replace('It', '/nto\nIt')
  postern('inject', '--rcpt', 'ticket+1@example.test', file('slip.eml', slip))
  const [note] = postern('messages', '--json').rows
  expect(note).toMatchObject({ kind: 'note' })
  const sendHeld = (by: string) => postern('send-held', String(note!['id']), '--by', by, '--json')
  expect(sendHeld('ada@example.test').said).toContain('Only its author can send it.')
  expect(sendHeld('kim@example.test').rows).toMatchObject([{ record: 'T-1' }])
  expect(sendHeld('kim@example.test')).toMatchObject({ code: 1 })
  expect(postern('messages', '--json').rows.at(-1)).toMatchObject({
    kind: 'message',
    newText: 'It burns.',
  })
}, 60_000)

test('files that are kept back are listed and let through by their numbers', () => {
  const { postern, file } = installation()
  postern('alias', 'add', 'support@example.test', '--type', 'ticket')
  const part = 'Content-Type: application/octet-stream; name=setup.exe'
  const mail = MAIL.replace('\n\n', `\nMIME-Version: 1.0\n${part}\n\n`)
  postern('inject', file('setup.eml', mail))
  const kept = postern('file', 'list', '--json').rows
  expect(kept).toMatchObject([{ filename: 'setup.exe', why: 'a file of the kind .exe' }])
  const attached = () => postern('messages', '--json').rows[0]!['attachments']
  expect(attached()).toMatchObject([{ url: null, quarantine: 'a file of the kind .exe' }])
  expect(postern('file', 'let-through', String(kept[0]!['file'])).code).toBe(0)
  expect(attached()).toMatchObject([{ url: expect.stringContaining('/files/'), quarantine: null }])
  expect(postern('file', 'let-through', String(kept[0]!['file'])).code).toBe(1)
}, 60_000)

test('a stage that keeps its label keeps its code, and two of one name are refused', () => {
  const { postern } = installation()
  postern('type', 'add', 'deal', '--label', 'Deal', '--prefix', 'DL')
  postern('type', 'set', 'deal', '--stage', 'New', '--stage', 'In progress', '--stage', 'Signed*')
  const deal = postern('type', 'list', '--json').rows.find((row) => row['type'] === 'deal')
  expect(deal!['stages']).toEqual(['new', 'open', 'signed'])
  expect(postern('type', 'set', 'deal', '--stage', 'a', '--stage', 'A').said).toContain(
    'two stages',
  )
})

test('held mails are released and dropped by their ids, and their senders blocked', {
  timeout: 60_000,
}, () => {
  const { postern, file } = installation()
  postern('alias', 'add', 'support@example.test', '--type', 'ticket', '--who', 'users')
  const mails = ['One', 'Two', 'Three'].map((subject) =>
    file(
      `${subject}.eml`,
      MAIL.replace('Printer on fire', subject).replace('<fire', `<${subject}`),
    ),
  )
  const ids = postern('inject', ...mails, '--json').rows.map((row) => String(row['inbound']))
  expect(postern('inbound', '--state', 'held', '--json').rows).toHaveLength(3)

  const released = postern('release', ids[0]!, ids[1]!, '--json')
  expect(released.rows.flatMap(({ records }) => records).sort()).toEqual(['T-1', 'T-2'])
  const dropped = postern('drop', ids[0]!, ids[2]!, '--json')
  expect([dropped.code, dropped.rows]).toMatchObject([1, [{ inbound: ids[2], state: 'ignored' }]])
  expect(dropped.said).toContain(`Mail ${ids[0]} is filed`)

  expect(postern('block', 'add', 'Nora@customer.test', '@spam.test', '--json').rows).toEqual([
    { blocked: 'nora@customer.test' },
    { blocked: '@spam.test' },
  ])
  const again = file('again.eml', MAIL.replace('<fire', '<again'))
  expect(postern('inject', again, '--json').rows).toMatchObject([{ reason: 'blocked' }])
  expect(postern('block', 'remove', '@spam.test', '--json').code).toBe(0)
  expect(postern('block', 'list', '--json').rows).toMatchObject([
    { blocked: 'nora@customer.test', by: 'the command line' },
  ])
  expect(postern('block', 'add', '@example.test').said).toContain('is ours')
})

test('route says where a mail would go and writes nothing', () => {
  const { postern, file } = installation()
  postern('alias', 'add', 'support@example.test', '--type', 'ticket')
  expect(postern('route', file('mail.eml', MAIL), '--json').rows).toMatchObject([
    { goes: 'opens a record', alias: 'support@example.test' },
  ])
  expect(postern('inbound', '--json').rows).toEqual([])
})

test('inspect prints what the reader sees, a line a file, in order, on as many threads as asked', () => {
  const { postern, file } = installation()
  const files = [
    file('a.eml', MAIL),
    file('b.eml', MAIL.replace('It burns.', 'Yes.\n\nOn Monday, Kim wrote:\n> Still?')),
  ]
  const { rows } = postern('inspect', ...files, '--jobs', '2')
  expect(rows).toMatchObject([
    {
      file: files[0],
      subject: 'Printer on fire',
      class: 'human',
      unparsed: null,
      newText: 'It burns.',
    },
    { file: files[1], newText: 'Yes.' },
  ])
})

test('a script gives a user a password and tokens, and takes a token back; a token is shown once', () => {
  const { postern, told } = installation()
  const kim = 'kim@example.test'
  postern('person', 'add', kim, '--name', 'Kim', '--role', 'agent')
  postern('person', 'add', 'nora@customer.test', '--name', 'Nora')
  expect(told('long enough to keep\n', 'person', 'password', kim, '--json').rows).toMatchObject([
    { address: kim, password: 'set' },
  ])
  expect(told('short\n', 'person', 'password', kim)).toMatchObject({ code: 2 })
  const contact = told('long enough to keep', 'person', 'password', 'nora@customer.test')
  expect(contact).toMatchObject({ code: 1, said: expect.stringContaining('only users sign in') })

  const [made] = postern('token', 'add', kim, '--name', 'phone', '--json').rows
  expect(made).toMatchObject({ name: 'phone', token: expect.stringMatching(/^[a-z2-7]{32}$/) })
  const id = String(made!['id'])
  expect(postern('token', 'set', id, '--name', 'tablet', '--json').code).toBe(0)
  const listed = postern('token', 'list', kim, '--json')
  expect(listed.rows).toMatchObject([{ address: kim, name: 'tablet', lastUsed: null }])
  expect(JSON.stringify(listed.rows)).not.toContain(made!['token'])
  expect(postern('token', 'remove', id).code).toBe(0)
  expect(postern('token', 'remove', id)).toMatchObject({ code: 1 })
  expect(postern('token', 'list', '--json').rows).toEqual([])
}, 60_000)

test.each([
  { words: ['alias', 'add', 'nonsense', '--type', 'ticket'], code: 2, says: 'cannot be an alias' },
  {
    words: ['alias', 'add', 'a@example.test', '--type', 'dragon'],
    code: 1,
    says: 'There are: lead',
  },
  {
    words: ['note', 'T-1', '--by', 'nobody@example.test', 'x'],
    code: 1,
    says: 'nobody@example.test',
  },
  { words: ['trace', 'nothing'], code: 1, says: 'Nothing here' },
  { words: ['fly'], code: 2, says: 'unknown command' },
  { words: ['start', 'dragon'], code: 2, says: 'is no role' },
  {
    words: ['person', 'add', 'x@example.test', '--role', 'agent', '--contact'],
    code: 2,
    says: 'has no role',
  },
])('$words ends with $code and says why', ({ words, code, says }) => {
  const answer = installation().postern(...words)
  expect(answer.said).toContain(says)
  expect(answer.code).toBe(code)
})

test('settings that cannot be used are told in one readable report', () => {
  const env = { ...process.env, BASE_URL: '', PORT: 'x', RELAY_URL: 'y', DATA_DIR: tmpdir() }
  const { status, stderr } = runCommand(['inbound'], { env })
  expect(status).toBe(2)
  expect(stderr).toMatch(/PORT:.*\n.*RELAY_URL:/)
})

test('a certificate that cannot be read ends the start, and says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const missing = join(folder, 'missing.pem')
  const ports = { SMTP_PORT: '0', PORT: '0', DEMO: '0', DATABASE_URL: '', BASE_URL: '' }
  const certificate = { SMTP_TLS_CERT: missing, SMTP_TLS_KEY: missing }
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'start'], {
    env: { ...process.env, ...ports, ...certificate, DATA_DIR: folder },
    encoding: 'utf8',
  })
  expect(stderr).toContain(`SMTP_TLS_CERT: ${missing} cannot be read`)
  expect(status).toBe(2)
})

test('records are archived, deleted, restored and merged, and a mail says where it would go and why', () => {
  const { postern, file } = installation()
  postern('alias', 'add', 'support@example.test', '--type', 'ticket')
  for (const name of ['One', 'Two']) postern('record', 'add', 'ticket', '--name', name)
  const said = (...words: string[]) => postern('record', ...words, '--json').rows
  expect(said('archive', 'T-1')).toMatchObject([{ record: 'T-1', rests: 'archived' }])
  expect(said('delete', 'T-1')).toMatchObject([{ record: 'T-1', rests: 'deleted' }])
  expect(said('restore', 'T-1')).toMatchObject([{ record: 'T-1', rests: null }])
  expect(said('merge', 'T-1', 'T-2')).toMatchObject([{ record: 'T-1', mergedInto: 'T-2' }])
  expect(postern('record', 'merge', 'T-2', 'T-1')).toMatchObject({ code: 2 })
  expect(postern('type', 'set', 'ticket', '--answer', 'closed=keep', '--json').rows).toMatchObject([
    { answers: { closed: 'keep', archived: 'reopen' } },
  ])

  const mail = file('mail.eml', MAIL.replace('Printer', '[T-1] Printer'))
  const [route] = postern('route', mail, '--json').rows
  expect(route).toMatchObject({
    goes: 'opens a record',
    linkedTo: 'T-2',
    losers: [{ rung: 'subject tag', to: 'T-1', why: 'the sender takes no part there' }],
  })
  postern('inject', mail)
  expect(postern('messages', '--record', 'T-3', '--json').rows).toMatchObject([
    { rung: 'alias', evidence: { by: ['support@example.test'] }, alsoIn: [], flaws: [] },
  ])
})

/** A dozen commands, each a process of its own, on a busy machine. */
const SLOW = 180_000

test(
  'a script writes a template from files, sees its faults by line, publishes it, and takes it back',
  () => {
    const { postern, file } = installation()
    const layout = file(
      't.mjml',
      '<mj-section><mj-column>\n<mj-text>{{ record.name }}</mj-text></mj-column></mj-section>',
    )
    const text = file('t.txt', 'About {{ record.name }}.')
    const bad = file('bad.mjml', '<mj-section>\n<mj-text>{{ record.nam }}</mj-text></mj-section>')
    const add = (from: string) =>
      postern(
        'template',
        'add',
        'ticket',
        'answer',
        '--subject',
        'Hello',
        '--layout',
        from,
        '--text',
        text,
        '--json',
      )
    const refused = add(bad)
    expect([refused.code, refused.said.split(' There are')[0]]).toEqual([
      2,
      'layout, line 2, column 13: There is no value "record.nam".',
    ])
    expect(add(layout).rows).toMatchObject([
      { type: 'ticket', code: 'answer', published: null, newest: 1 },
    ])
    const [{ template }] = postern('template', 'list', '--json').rows as [{ template: number }]
    const id = String(template)
    expect(postern('template', 'set', id, '--publish', '--json').rows).toMatchObject([
      { published: 1 },
    ])
    expect(
      postern('template', 'set', id, '--subject', 'Hello again', '--publish', '--json').rows,
    ).toMatchObject([{ published: 2 }])
    expect(postern('template', 'set', id, '--version', '1', '--json').rows).toMatchObject([
      { published: 1, newest: 2 },
    ])
    expect(postern('template', 'remove', id, '--json').rows).toEqual([{ removed: template }])
  },
  SLOW,
)

test(
  'a script switches rules on and off, tries them, and switches the satisfaction question',
  () => {
    const { postern } = installation()
    const states = () =>
      Object.fromEntries(
        postern('rule', 'list', '--json').rows.map(({ rule, state }) => [rule, state]),
      )
    expect(states()['order-confirmed']).toBe('ready made')
    expect(postern('rule', 'enable', 'order-confirmed', '--json').rows).toEqual([
      { rule: 'order-confirmed', state: 'on' },
    ])
    postern('record', 'add', 'order', '--name', 'Desks')
    postern('record', 'set', 'O-1', 'stage=Confirmed')
    expect(postern('rule', 'dry-run', 'order-confirmed', '--json').rows).toMatchObject([
      { record: 'O-1', does: ['note'] },
    ])
    expect(postern('rule', 'log', '--json').rows).toEqual([])
    expect(postern('rule', 'disable', 'order-confirmed', '--json').rows).toMatchObject([
      { state: 'off' },
    ])
    expect(postern('rating', 'set', 'ticket', 'on', '--json').rows).toEqual([
      { type: 'ticket', rating: 'on' },
    ])
    expect(postern('rating', 'set', 'ticket', 'perhaps').code).toBe(2)
  },
  SLOW,
)
