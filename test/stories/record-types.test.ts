import { expect, test } from 'vitest'
import { removeAlias } from '../../gateway/chatter/aliases/aliases.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { BUILT_IN_TYPES } from '../../gateway/chatter/records/built-in-types.ts'
import {
  changeRecordType,
  removeRecordType,
  restoreRecordType,
  undoTypeChange,
} from '../../gateway/chatter/records/change-type.ts'
import { plainValues, stageLabel } from '../../gateway/chatter/records/field-values.ts'
import {
  addRecordType,
  listOfferedTypes,
  type RecordType,
  recordTypeByCode,
} from '../../gateway/chatter/records/record-types.ts'
import { openRecord } from '../../gateway/chatter/records/records.ts'
import type { Act } from '../../gateway/chatter/records/rest.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { readJson } from '../../gateway/store/rows.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { Field } from '../../gateway/store/tables/threads.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const act = async (house: House, tx: Tx): Promise<Act> => ({
  by: await personByAddress(tx, ada.email),
  at: house.clock.now(),
})

/** Changes the lead type, as an admin does. */
function change(
  house: House,
  changes: (type: RecordType) => Omit<Parameters<typeof changeRecordType>[2], 'by' | 'at'>,
): Promise<RecordType> {
  return house.site.store.write(async (tx) => {
    const type = await recordTypeByCode(tx, 'lead')
    return changeRecordType(tx, type, { ...(await act(house, tx)), ...changes(type) })
  })
}

async function openLead(house: House, values: Record<string, string> = {}) {
  return house.site.store.write(async (tx) =>
    openRecord(tx, await recordTypeByCode(tx, 'lead'), {
      ...{ name: 'Forty desks', values, creator: (await act(house, tx)).by, at: house.clock.now() },
    }),
  )
}

const save = (house: House, values: Record<string, string>) =>
  house.site.store.write(async (tx) =>
    saveRecord(tx, await house.record('L-1'), { ...(await act(house, tx)), values }),
  )

test('every business document of the seeds has its type, with tracked fields, stages that close, and subtypes', async () => {
  const house = await openHouse()
  const types = await house.site.store.read(listOfferedTypes)
  expect(types.map(({ code }) => code)).toEqual([
    'lead',
    'ticket',
    'task',
    'order',
    'invoice',
    'purchase',
    'application',
    'transfer',
  ])
  for (const type of types) {
    expect(type.fields.filter(({ tracked }) => tracked).length, type.code).toBeGreaterThan(1)
    expect(
      type.stages.some(({ closed }) => closed),
      type.code,
    ).toBe(true)
    expect(
      type.stages.some(({ subtype }) => subtype),
      type.code,
    ).toBe(true)
  }
  expect(new Set(BUILT_IN_TYPES.map(({ prefix }) => prefix)).size).toBe(8)
})

test('an own type with own fields is used at once by mail, without a restart', async () => {
  const house = await openHouse()
  await house.site.store.write((tx) =>
    addRecordType(
      tx,
      {
        ...{ code: 'contract', label: 'Contract', plural: 'Contracts', prefix: 'C' },
        fields: [{ code: 'until', label: 'Runs until', kind: 'date', tracked: true }],
        stages: [
          { code: 'draft', label: 'Draft' },
          { code: 'signed', label: 'Signed', closed: true },
        ],
        settings: { address: 'deeds', subjectTag: 'none' },
      },
      house.clock.now(),
    ),
  )
  await house.alias({
    address: 'legal@example.test',
    type: 'contract',
    defaults: { until: '2027-12-31' },
  })
  await house.send({ from: nora, to: 'legal@example.test', subject: 'Lease', text: 'Here it is.' })
  await house.receiveFrom(kim, {
    to: 'deeds+1@example.test',
    text: '/set runs until 31.1.2028\n/stage signed',
  })
  const { record, thread } = await house.record('C-1')
  expect(record).toMatchObject({ stage: 'signed', field_values: '{"until":"2028-01-31"}' })
  expect(thread.subject).toBe('Lease')
})

test('two types never share a mail address, a prefix or a code', async () => {
  const house = await openHouse()
  const add = (more: object) =>
    house.site.store.write((tx) =>
      addRecordType(
        tx,
        { code: 'deal', label: 'Deal', plural: 'Deals', prefix: 'D', ...more },
        house.clock.now(),
      ),
    )
  await expect(add({ settings: { address: 'ticket' } })).rejects.toThrow('belongs to "ticket"')
  await expect(add({ prefix: 't' })).rejects.toThrow('belongs to "ticket"')
  await expect(add({ code: 'ticket' })).rejects.toThrow('There is a record type')
  await expect(add({ settings: { address: 'two words' } })).rejects.toThrow('mail address')
})

test('a field that is removed or renamed keeps its values and its old change messages', async () => {
  const house = await openHouse()
  const lead = await openLead(house)
  await save(house, { company: 'Quist & Co', revenue: '5' })
  await change(house, ({ fields }) => ({
    fields: fields
      .filter(({ code }) => code !== 'company')
      .map((field) => (field.code === 'revenue' ? { ...field, label: 'Worth' } : field)),
  }))
  const { type, record } = await house.record('L-1')
  expect(type.removed.fields.map(({ label }) => label)).toEqual(['Company'])
  expect(plainValues(type, record)).toEqual({ company: 'Quist & Co', revenue: 5 })
  await expect(save(house, { company: 'X' })).rejects.toThrow('has no field "company"')
  const [old] = (await house.entries(lead)).filter(({ kind }) => kind === 'change')
  expect(readJson(old!.changes!).map(({ label, to }) => [label, to])).toEqual([
    ['Expected revenue', '€5.00'],
    ['Company', 'Quist & Co'],
  ])
  await change(house, ({ fields }) => ({
    fields: [...fields, { code: 'company', label: 'Company', kind: 'text', tracked: true }],
  }))
  expect((await house.record('L-1')).type.removed.fields).toEqual([])
})

test('a record in a removed stage stays there, with its label, and can leave it', async () => {
  const house = await openHouse()
  await openLead(house, { stage: 'Qualified' })
  await change(house, ({ stages }) => ({
    stages: stages.filter(({ code }) => code !== 'qualified'),
  }))
  const { type, record } = await house.record('L-1')
  expect(stageLabel(type, record.stage)).toBe('Qualified')
  await expect(save(house, { stage: 'Qualified' })).rejects.toThrow('There is no stage')
  const moved = await save(house, { stage: 'Proposition' })
  expect(readJson(moved!.changes!)).toMatchObject([{ from: 'Qualified', to: 'Proposition' }])
})

test('changes of a type are taken back one by one, and what they had added goes aside', async () => {
  const house = await openHouse()
  const before = await change(house, () => ({}))
  await change(house, ({ fields }) => ({ label: 'Chance', fields: fields.slice(0, 1) }))
  await change(house, ({ fields }) => ({
    fields: [...fields, { code: 'mood', label: 'Mood', kind: 'text', tracked: true }],
  }))
  await openLead(house, { mood: 'good' })
  const undo = () =>
    house.site.store.write(async (tx) =>
      undoTypeChange(tx, await recordTypeByCode(tx, 'lead'), await act(house, tx)),
    )
  expect((await undo()).removed.fields.map(({ code }) => code)).toContain('mood')
  const undone = await undo()
  expect([undone.label, undone.fields, undone.stages]).toEqual([
    'Lead',
    before.fields,
    before.stages,
  ])
  expect((await house.record('L-1')).record.field_values).toContain('good')
  await expect(undo()).rejects.toThrow('No change of Lead is left')
})

test('money keeps its currency when the field gets another one', async () => {
  const house = await openHouse()
  await openLead(house, { revenue: '100' })
  const toDollars = (field: Field): Field =>
    field.code === 'revenue' ? { ...field, currency: 'USD' } : field
  await change(house, ({ fields }) => ({ fields: fields.map(toDollars) }))
  const entry = await save(house, { revenue: '100' })
  expect(readJson(entry!.changes!)).toMatchObject([{ from: '€100.00', to: '$100.00' }])
  const { type, record } = await house.record('L-1')
  expect(plainValues(type, record)).toEqual({ revenue: 100 })
  await expect(save(house, { revenue: '5 CHF' })).rejects.toThrow('Expected revenue is in USD.')
})

test('a removed type opens no record and keeps those it has, with their mail, and comes back', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const type = () => house.site.store.read((reader) => recordTypeByCode(reader, 'ticket'))
  const verb = (does: typeof removeRecordType) =>
    house.site.store.write(async (tx) => does(tx, await type(), await act(house, tx)))
  await expect(verb(removeRecordType)).rejects.toThrow('support@example.test opens records')
  await house.site.store.write((tx) => removeAlias(tx, 'support@example.test', house.clock.now()))
  await verb(removeRecordType)
  await expect(house.alias({ address: 'help@example.test', type: 'ticket' })).rejects.toThrow(
    'was removed',
  )
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: 'Still burning.',
  })
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe('Still burning.')
  await verb(restoreRecordType)
  await house.alias({ address: 'help@example.test', type: 'ticket' })
  await house.send({ from: vic, to: 'help@example.test', subject: 'Smoke', text: 'Here too.' })
  expect((await house.record('T-2')).record.name).toBe('Smoke')
})

test.each<[string, Partial<Field>, string]>([
  ['a selection without options', { kind: 'selection' }, 'needs options'],
  ['a currency that is none', { kind: 'money', currency: 'EURO' }, 'is no currency'],
  ['a link to no type', { kind: 'link', linkTo: 'castle' }, 'cannot lead to "castle"'],
  ['a subtype that there is not', { subtype: 'crowned' }, 'no subtype "crowned"'],
  ['a name that every record has', { code: 'name' }, 'Every record has'],
  ['a code of strange letters', { code: 'ß!' }, 'cannot be used as a name'],
])('%s is refused in words, and the type stays as it was', async (_, wrong, why) => {
  const house = await openHouse()
  const field: Field = { code: 'x', label: 'X', kind: 'text', tracked: true, ...wrong }
  await expect(change(house, () => ({ fields: [field] }))).rejects.toThrow(why)
  const type = await house.site.store.read((reader) => recordTypeByCode(reader, 'lead'))
  expect(type.fields.length).toBeGreaterThan(2)
})
