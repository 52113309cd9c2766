import { expect, test } from 'vitest'
import { findFollower, subscribe } from '../../gateway/chatter/followers/follow.ts'
import { addSubtype } from '../../gateway/chatter/followers/subtypes.ts'
import { personByAddress, systemPerson } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { openRecord, recordByReference } from '../../gateway/chatter/records/records.ts'
import { type Save, saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { DAY, HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { list, readJson, update } from '../../gateway/store/rows.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { events, type Field, type MessageRow } from '../../gateway/store/tables/threads.ts'
import { ada, kim, nora, type Player } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const field = (code: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  code,
  label: code[0]!.toUpperCase() + code.slice(1),
  kind,
  tracked: true,
  ...more,
})

/** One field of each kind. */
const FIELDS = [
  field('motto', 'text'),
  field('story', 'long-text'),
  field('desks', 'number'),
  field('worth', 'money', { currency: 'EUR', anyCurrency: true }),
  field('signed', 'date'),
  field('visit', 'date-time'),
  field('size', 'selection', { options: ['Small', 'Large'] }),
  field('forecast', 'stage'),
  field('paid', 'boolean'),
  field('expert', 'person'),
  field('order', 'link', { linkTo: 'order' }),
  field('hunch', 'text', { tracked: false }),
]

/** Kim's lead, with one field of each kind. */
async function openLead() {
  const house = await openHouse()
  const { site, clock } = house
  const at = clock.now()
  const lead = await site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    const type = await recordTypeByCode(tx, 'lead')
    const fields = [...type.fields, ...FIELDS]
    const changed = await changeRecordType(tx, type, { by, at, fields })
    await openRecord(tx, await recordTypeByCode(tx, 'order'), { name: 'Desks', creator: by, at })
    return openRecord(tx, changed, { name: 'Forty desks', creator: by, at })
  })
  const save = async (change: Partial<Save>, who: Player = ada): Promise<MessageRow | null> =>
    site.store.write(async (tx) => {
      const by = await personByAddress(tx, who.email)
      return saveRecord(tx, await recordByReference(tx, 'L-1'), { by, at: clock.now(), ...change })
    })
  return { house, lead, save }
}

const findLead = (house: House) => house.record('L-1')

const changesOf = (entry: MessageRow | null) => (entry?.changes ? readJson(entry.changes) : [])

const ALL = {
  motto: 'Sit well',
  story: 'Once.\nThen more.',
  desks: '1234.5',
  worth: '1500 USD',
  signed: '2026-12-24',
  visit: '2026-12-24T14:30',
  size: 'large',
  forecast: 'Won',
  paid: 'yes',
  expert: 'nora@customer.test',
  order: 'o-1',
}

test('a change of every kind of field is one entry with typed old and new values', async () => {
  const { house, save } = await openLead()
  await house.ticketFrom(nora)
  const entry = await save({ values: ALL })
  expect(
    changesOf(entry).map(({ field, kind, from, to, is }) => [field, kind, from, to, is]),
  ).toEqual([
    ['motto', 'text', '', 'Sit well', 'Sit well'],
    ['story', 'long-text', '', 'Once.\nThen more.', 'Once.\nThen more.'],
    ['desks', 'number', '', '1234.5', 1234.5],
    ['worth', 'money', '', '$1,500.00', { amount: 1500, currency: 'USD' }],
    ['signed', 'date', '', '2026-12-24', '2026-12-24'],
    ['visit', 'date-time', '', '2026-12-24 14:30 UTC', Date.UTC(2026, 11, 24, 14, 30)],
    ['size', 'selection', '', 'Large', 'Large'],
    ['forecast', 'stage', '', 'Won', 'won'],
    ['paid', 'boolean', '', 'yes', true],
    ['expert', 'person', '', 'Nora Quist', await house.idOf(nora)],
    ['order', 'link', '', 'O-1', 'O-1'],
  ])
  expect(await save({ values: ALL })).toBeNull()
})

test('a field that is not tracked changes without an entry', async () => {
  const { house, save } = await openLead()
  expect(await save({ values: { hunch: 'They buy' } })).toBeNull()
  expect((await findLead(house)).record.field_values).toContain('They buy')
})

test('stage, assignee, customer, revenue and priority changed in one save are one entry: who, when, what before and after', async () => {
  const { house, lead, save } = await openLead()
  await save({ values: { revenue: '10000', priority: 'Normal' }, assignee: await house.idOf(kim) })
  house.clock.forward(HOUR)
  const entry = await save({
    values: { stage: 'Qualified', revenue: '15000', priority: 'Urgent' },
    assignee: await house.idOf(ada),
  })
  expect(entry).toMatchObject({
    author_name: ada.name,
    created_at: house.clock.now(),
    kind: 'change',
  })
  expect(changesOf(entry).map(({ label, from, to }) => `${label}: ${from} → ${to}`)).toEqual([
    'Stage: New → Qualified',
    'Assignee: Kim Larsen → Ada Byrne',
    'Expected revenue: €10,000.00 → €15,000.00',
    'Priority: Normal → Urgent',
  ])
  expect((await house.entries(lead)).filter(({ kind }) => kind === 'change')).toHaveLength(2)
})

test('each reader of the mail has the values in their own language, zone and money form', async () => {
  const { house, lead, save } = await openLead()
  await house.follow(lead, ada)
  const tongue = (who: Player, language: string, time_zone: string) =>
    house.site.store.write(async (tx) =>
      update(tx, people, { id: await house.idOf(who) }, { language, time_zone }),
    )
  await tongue(kim, 'de', 'Europe/Berlin')
  await tongue(ada, 'en-US', 'America/New_York')
  const system = await house.site.store.write((tx) => systemPerson(tx, 0))
  const { visit, worth, desks, signed } = ALL
  await save({
    by: system,
    values: { visit, worth, desks, signed },
    cause: { door: 'rule', name: 'Big fish' },
  })
  house.clock.forward(MINUTE)
  await house.settle()
  const mailTo = (who: Player) => plain(house.sent.find(({ to }) => to === who.email)!.reading.text)
  expect(mailTo(kim)).toContain('Worth: none -> 1.500,00 $')
  expect(mailTo(kim)).toContain('Desks: none -> 1.234,5')
  expect(mailTo(kim)).toContain('Signed: none -> 24.12.2026')
  expect(mailTo(kim)).toContain('Visit: none -> 24.12.2026, 15:30')
  expect(mailTo(ada)).toContain('Worth: none -> $1,500.00')
  expect(mailTo(ada)).toContain('Visit: none -> Dec 24, 2026, 9:30 AM')
  expect(mailTo(ada)).toContain('by rule “Big fish”, credited to Postern')
})

/** Some languages part amounts and hours by blanks of their own. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('the door of a change is kept: a mail command, an answer that wakes, the web', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  const to = await house.replyAddress(ticket, kim)
  await house.receiveFrom(kim, { to, text: '/close' })
  await house.receiveFrom(nora, {
    to: await house.replyAddress(ticket, nora),
    text: 'Still on fire.',
  })
  const causes = (await house.entries(ticket)).map(({ cause }) => cause && readJson(cause))
  expect(causes.filter(Boolean)).toEqual([{ door: 'mail' }, { door: 'answer' }])
  expect((await house.record('T-1')).record.closed_at).toBeNull()
})

test('a stage and a field may name their own subtype: who follows only that hears of it', async () => {
  const { house, lead, save } = await openLead()
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    const type = await recordTypeByCode(tx, 'lead')
    for (const [code, label] of [
      ['landed', 'Lead landed'],
      ['sums', 'Sums changed'],
    ] as const)
      await addSubtype(tx, { record_type_id: type.id, code, label, internal: 1, default_on: 0 })
    await changeRecordType(tx, type, {
      ...{ by, at: house.clock.now() },
      stages: type.stages.map((stage) =>
        stage.code === 'won' ? { ...stage, subtype: 'landed', template: 'thanks' } : stage,
      ),
      fields: type.fields.map((one) =>
        one.code === 'revenue' ? { ...one, subtype: 'sums' } : one,
      ),
    })
    const follower = await findFollower(tx, lead.thread.id, by.id)
    await subscribe(tx, follower!, { person: by, codes: ['landed'], at: house.clock.now() })
  })
  const subtypes = []
  for (const values of [
    { stage: 'Qualified' },
    { revenue: '5' },
    { stage: 'Won', revenue: '6' },
    { priority: 'High' },
  ])
    subtypes.push((await save({ values }))!.subtype)
  expect(subtypes).toEqual(['stage', 'sums', 'landed', 'note'])
  house.clock.forward(MINUTE)
  await house.settle()
  expect(
    house.sent.filter(({ to }) => to === kim.email).map(({ reading }) => reading.text),
  ).toEqual([expect.stringContaining('Stage: Qualified -> Won')])
  const asked = await house.site.store.read((reader) =>
    list(reader, events, { where: { kind: 'template asked for' } }),
  )
  expect(asked.map(({ details }) => readJson(details))).toMatchObject([{ template: 'thanks' }])
})

test('of two saves at once neither takes back the other, and each tells what it has changed', async () => {
  const { house, save } = await openLead()
  await save({ values: { motto: 'Old' } })
  await Promise.all([
    save({ values: { motto: 'New' } }),
    save({ values: { desks: '40' } }, kim),
    save({ values: { signed: '2026-12-24' } }),
    save({ values: { paid: 'yes' } }, kim),
  ])
  const { record } = await findLead(house)
  expect(readJson(record.field_values)).toEqual({
    motto: 'New',
    desks: 40,
    signed: '2026-12-24',
    paid: true,
  })
})

test('time in each stage adds up, and a closed record goes back to the stage that it was closed from', async () => {
  const { house, save } = await openLead()
  house.clock.forward(2 * DAY)
  await save({ values: { stage: 'Proposition' } })
  house.clock.forward(DAY)
  await save({ values: { stage: 'Lost' } })
  house.clock.forward(HOUR)
  await save({ values: { stage: 'New' } })
  const { record } = await findLead(house)
  expect(readJson(record.stage_times!)).toEqual({
    since: house.clock.now(),
    spent: { new: 2 * DAY, proposition: DAY, lost: HOUR },
    open: 'proposition',
  })
})

test('no change reaches somebody outside, whatever subtype it has', async () => {
  const { house, lead, save } = await openLead()
  await house.follow(lead, nora)
  await save({ values: { stage: 'Won' }, customer: await house.idOf(nora) })
  await house.settle()
  expect(house.sent.filter(({ to }) => to === nora.email)).toEqual([])
})
