import { expect, test } from 'vitest'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { columnsNamed } from '../../gateway/chatter/records/import-columns.ts'
import { importById, mapColumns, startImport } from '../../gateway/chatter/records/imports.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { openRecord } from '../../gateway/chatter/records/records.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import { readCsv } from '../../gateway/lib/csv.ts'
import { runImport, tryImport } from '../../gateway/processes/import-records.ts'
import { list, readJson } from '../../gateway/store/rows.ts'
import { events } from '../../gateway/store/tables/threads.ts'
import { ada, kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** Ada puts a file down, with its columns as they are called. */
async function fileOf(
  house: House,
  text: string | Buffer,
  {
    map = {},
    mark = '',
    tell = false,
  }: { map?: Record<string, string>; mark?: '' | '.' | ','; tell?: boolean } = {},
): Promise<number> {
  const { store, files } = house.site
  const bytes = Buffer.from(text)
  const sha256 = await files.keepContent(bytes)
  return store.write(async (tx) => {
    const type = await recordTypeByCode(tx, 'lead')
    const columns = columnsNamed(type, readCsv(bytes).columns, map)
    const by = await personByAddress(tx, ada.email)
    const at = house.clock.now()
    const row = await startImport(tx, type, { fileName: 'leads.csv', sha256, columns, by, at })
    return (await mapColumns(tx, row.id, { columns, mark, tell })).id
  })
}

/** A record of another type. */
const openTicket = (house: House) =>
  house.site.store.write(async (tx) => {
    const creator = await personByAddress(tx, ada.email)
    const type = await recordTypeByCode(tx, 'ticket')
    return openRecord(tx, type, { name: 'Printer', creator, at: house.clock.now() })
  })

const LEADS = [
  'Name;Expected revenue;Priority;Customer;Assignee;Stage;Colour',
  'Forty desks;"1.234,50";high;Nora Quist <nora@customer.test>;kim@example.test;Qualified;red',
  'Ten chairs;many;;;;;',
  '"A lamp',
  'of brass";80;Urgent;;;Won;',
  ';5;;;;;',
  'Rug;1.500;;;;;',
].join('\r\n')

test('records come from a file: each is credited to Postern, with the import and who started it as the cause', async () => {
  const house = await openHouse()
  const done = await runImport(house.site, await fileOf(house, LEADS))
  expect(done).toMatchObject({ created: 2, updated: 0, faulty: 3, lines_done: 5 })
  const lead = await house.record('L-1')
  expect(lead.record).toMatchObject({
    name: 'Forty desks',
    stage: 'qualified',
    assignee_id: await house.idOf(kim),
    customer_id: await house.idOf(nora),
    field_values: '{"revenue":1234.5,"priority":"High"}',
  })
  const [entry] = await house.entries(lead)
  expect(entry).toMatchObject({ kind: 'change', author_name: 'Postern', subtype: 'created' })
  expect(readJson(entry!.cause!)).toEqual({
    door: 'import',
    name: 'leads.csv',
    startedBy: ada.name,
  })
  expect((await house.record('L-2')).record).toMatchObject({
    name: 'A lamp of brass',
    closed_at: house.clock.now(),
  })
})

test('each bad line is told with its number in the file and its reason, and nothing of it is kept', async () => {
  const house = await openHouse()
  const done = await runImport(house.site, await fileOf(house, LEADS))
  expect(readJson(done.faults)).toEqual([
    { line: 3, why: 'Expected revenue takes a number, not "many".' },
    { line: 6, why: 'A new lead needs a name.' },
    { line: 7, why: '"1.500" may be 1500 or 1.5000: write one of them.' },
  ])
  expect(await house.recordCount()).toBe(2)
})

test('a line with a reference changes that record: an empty cell changes nothing, none empties a field', async () => {
  const house = await openHouse()
  await runImport(house.site, await fileOf(house, LEADS))
  await openTicket(house)
  const changes = 'Ref,revenue,priority\nl-1,1500.5,none\nL-2,,\nT-1,5,\nL-99,5,\n'
  const done = await runImport(
    house.site,
    await fileOf(house, changes, { map: { Ref: 'Reference' } }),
  )
  expect(done).toMatchObject({ created: 0, updated: 1, unchanged: 1, faulty: 2 })
  expect(readJson(done.faults)).toEqual([
    { line: 4, why: 'T-1 is no lead.' },
    { line: 5, why: 'There is no record L-99.' },
  ])
  const lead = await house.record('L-1')
  expect(lead.record.field_values).toBe('{"revenue":1500.5,"priority":null}')
  const entry = (await house.entries(lead)).at(-1)!
  expect(entry.author_name).toBe('Postern')
  expect(readJson(entry.changes!).map(({ from, to }) => [from, to])).toEqual([
    ['€1,234.50', '€1,500.50'],
    ['High', ''],
  ])
})

test('an import tells nobody by mail, unless it is asked to', async () => {
  const house = await openHouse()
  await runImport(house.site, await fileOf(house, LEADS))
  await house.settle()
  expect(house.sent).toEqual([])
  const changes = 'reference,priority\nL-1,Low\n'
  await runImport(house.site, await fileOf(house, changes, { tell: true }))
  house.clock.forward(MINUTE)
  await house.settle()
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
  expect(house.sent[0]!.reading.text).toContain(
    'by import of leads.csv, started by Ada Byrne, credited to Postern',
  )
})

test('lines are tried before they are taken, and the trial leaves nothing behind', async () => {
  const house = await openHouse()
  const id = await fileOf(house, LEADS)
  const trials = await tryImport(house.site, id, 10)
  expect(trials.map(({ line, outcome, why }) => [line.number, outcome?.did ?? why])).toEqual([
    [2, 'created'],
    [3, expect.stringContaining('takes a number')],
    [4, 'created'],
    [6, expect.stringContaining('needs a name')],
    [7, expect.stringContaining('may be 1500')],
  ])
  expect(await house.recordCount()).toBe(0)
  const kinds = (await house.site.store.read((reader) => list(reader, events))).map(
    ({ kind }) => kind,
  )
  expect(kinds).not.toContain('record created')
  const row = await house.site.store.read((reader) => importById(reader, id))
  expect(row).toMatchObject({ lines_done: 0, ended_at: null })
})

test('an import that runs twice at once takes each line once', async () => {
  const house = await openHouse()
  const text = `name\n${Array.from({ length: 8 }, (_, n) => `Lead ${n}`).join('\n')}\n`
  const id = await fileOf(house, text)
  await Promise.all([runImport(house.site, id), runImport(house.site, id)])
  await runImport(house.site, id)
  expect(await house.recordCount()).toBe(8)
  expect(await house.site.store.read((reader) => importById(reader, id))).toMatchObject({
    created: 8,
    lines_done: 8,
  })
})

test('a decimal comma is read as one where the file is said to have it', async () => {
  const house = await openHouse()
  await runImport(
    house.site,
    await fileOf(house, 'name;revenue\nA;1,500\nB;1.500\n', { mark: ',' }),
  )
  expect((await house.record('L-1')).record.field_values).toBe('{"revenue":1.5}')
  expect((await house.record('L-2')).record.field_values).toBe('{"revenue":1500}')
})

test('files of spreadsheets are read: Latin letters, a mark at the start, UTF-16, tabs', () => {
  const letters = (text: string, encoding: BufferEncoding) => readCsv(Buffer.from(text, encoding))
  expect(letters('Name;Stadt\nJörg;Köln\n', 'latin1').lines[0]!.cells).toEqual(['Jörg', 'Köln'])
  expect(letters('\uFEFFName,Stadt\nJörg,Köln\n', 'utf8').columns).toEqual(['Name', 'Stadt'])
  expect(letters('\uFEFFName\tStadt\nJörg\tKöln\n', 'utf16le').lines[0]!.cells[1]).toBe('Köln')
})

test('broken lines of a file are told and the others are read', () => {
  const { lines } = readCsv(Buffer.from('a,b\n1,2\n3,4,5\n6\n\n19" rack,7\n"8,9\n10,11\n'))
  expect(lines.map(({ number, fault }) => [number, fault])).toEqual([
    [2, null],
    [3, 'It has 3 cells, and the first line 2.'],
    [4, null],
    [6, null],
    [7, expect.stringContaining('never closed')],
  ])
})

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.from(''), 'no line of column names'],
  ['a workbook', Buffer.from('PK\x03\x04\0\0'), 'no text file'],
  ['eleven megabytes', Buffer.alloc(11 * 1024 * 1024, 'a'), 'at most 10 MB'],
])('%s is no table', (_, bytes, why) => {
  expect(() => readCsv(bytes)).toThrow(why)
})

test('columns go by code or label; none twice, and one must be name or reference', async () => {
  const house = await openHouse()
  const type = await house.site.store.read((reader) => recordTypeByCode(reader, 'lead'))
  expect(columnsNamed(type, ['NAME', 'expected REVENUE', 'Hat', 'name'], {})).toEqual([
    'name',
    'revenue',
    '',
    '',
  ])
  expect(columnsNamed(type, ['Hat', 'Name'], { hat: 'company', Name: 'name' })[0]).toBe('company')
  expect(() => columnsNamed(type, ['Hat'], {})).toThrow('must be the name')
  expect(() => columnsNamed(type, ['Name'], { Hut: 'company' })).toThrow('no column "Hut"')
  expect(() => columnsNamed(type, ['Name'], { Name: 'hue' })).toThrow('no field "hue"')
})
