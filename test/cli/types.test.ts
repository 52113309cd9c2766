import { expect, test } from 'vitest'
import { installation } from './installation.ts'

const LONG = { timeout: 120_000 }

test(
  'a type is made on the command line with its fields and stages, changed, undone, removed and restored',
  LONG,
  () => {
    const { postern } = installation()
    const contract = (...words: string[]) => postern('type', 'set', 'contract', ...words, '--json')
    expect(
      postern(
        ...[
          'type',
          'add',
          'contract',
          '--label',
          'Contract',
          '--prefix',
          'C',
          '--address',
          'deeds',
        ],
        ...['--stage', 'Draft', '--stage', 'Signed*:template=thanks'],
        ...['--field', 'Worth:money:CHF:any-currency', '--field', 'Size:selection:S,M,L', '--json'],
      ).rows,
    ).toMatchObject([{ type: 'contract', address: 'deeds+1@example.test' }])
    expect(contract('--field', 'Signed on:date', '--remove-field', 'Size').rows).toMatchObject([
      { stages: ['draft', 'signed'], fields: ['worth', 'signed-on'] },
    ])
    expect(contract('--remove-stage', 'Draft', '--follow', 'creator=no').rows[0]).toMatchObject({
      stages: ['signed'],
    })
    expect(postern('type', 'undo', 'contract', '--json').rows[0]).toMatchObject({
      stages: ['draft', 'signed'],
    })
    expect(contract('--field', 'Size:castle')).toMatchObject({
      code: 2,
      said: expect.stringContaining('no field kind'),
    })
    expect(contract('--remove-field', 'Hat')).toMatchObject({ code: 1 })
    expect(postern('type', 'show', 'contract', '--json').rows[0]).toMatchObject({
      fields: [{ code: 'worth', kind: 'money', currency: 'CHF', anyCurrency: true }, {}],
      stages: [{ code: 'draft' }, { code: 'signed', closed: true, template: 'thanks' }],
    })
    expect(postern('type', 'remove', 'contract', '--json').rows[0]).toMatchObject({ removed: true })
    expect(postern('record', 'add', 'contract', '--name', 'No').code).toBe(1)
    expect(postern('type', 'restore', 'contract').code).toBe(0)
    postern('record', 'add', 'contract', '--name', 'Lease', '--set', 'worth=12 USD')
    expect(postern('record', 'show', 'C-1', '--json').rows).toMatchObject([
      { stage: 'draft', values: { worth: '12 USD' } },
    ])
  },
)

test(
  'records are imported on the command line: bad lines by number and reason, a trial run, and exit codes',
  LONG,
  () => {
    const { postern, file } = installation()
    const good = file('leads.csv', 'Name,Worth,Company\nDesks,1200,Quist\nChairs,80,Moreau\n')
    const bad = file('bad.csv', 'reference,revenue\nL-1,1300\nL-9,1\nL-2,many\n')
    const leads = ['import', 'records', '--type', 'lead', '--json'] as const
    expect(postern(...leads, good, '--map', 'Worth=Expected revenue', '--dry-run')).toMatchObject({
      code: 0,
      rows: [{ created: 2, faulty: 0, dryRun: true }],
    })
    expect(postern('record', 'list', '--json').rows).toEqual([])
    expect(postern(...leads, good, '--map', 'Worth=Expected revenue').rows).toMatchObject([
      { created: 2, updated: 0, faulty: 0 },
    ])
    expect(postern(...leads, bad)).toMatchObject({
      code: 1,
      rows: [
        { line: 3, why: 'There is no record L-9.' },
        { line: 4, why: 'Expected revenue takes a number, not "many".' },
        { created: 0, updated: 1, faulty: 2 },
      ],
    })
    expect(postern('record', 'show', 'L-1', '--json').rows[0]!['values']).toMatchObject({
      revenue: 1300,
      company: 'Quist',
    })
    expect(postern(...leads, file('none.csv', 'Hat\nred\n')).code).toBe(2)
    expect(postern(...leads, '/no/such/file').code).toBe(2)
  },
)
