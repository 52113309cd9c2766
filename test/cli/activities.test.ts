import { expect, test } from 'vitest'
import { installation } from './installation.ts'

/** Each word of a script is a process: a busy machine takes its time. */
const PATIENCE = 120_000

test(
  'a script plans an activity, reads it, puts it off, ends it, and is told what it may not do',
  () => {
    const { json: postern } = installation()
    postern('person', 'add', 'kim@example.test', '--name', 'Kim Larsen', '--role', 'agent')
    postern('person', 'add', 'nora@customer.test', '--name', 'Nora', '--contact')
    postern('record', 'add', 'ticket', '--name', 'Printer on fire')
    const kim = ['--by', 'kim@example.test']
    const added = postern(
      'activity',
      'add',
      'T-1',
      'call',
      '--due',
      '2031-12-24',
      '--summary',
      'Ring her',
      ...kim,
    )
    expect(added.rows).toEqual([
      {
        activity: 1,
        record: 'T-1',
        type: 'Call',
        title: 'Call: Ring her',
        due: '2031-12-24',
        state: 'planned',
        assignee: 'Kim Larsen',
      },
    ])
    expect(postern('activity', 'set', '1', '--due', '2020-01-31').rows).toMatchObject([
      { state: 'overdue' },
    ])
    expect(postern('activity', 'list', '--of', 'kim@example.test').rows).toHaveLength(1)
    expect(postern('activity', 'list', '--record', 'T-1').rows).toHaveLength(1)
    expect(postern('activity', 'done', '1', '--by', 'nora@customer.test')).toMatchObject({
      code: 1,
    })
    expect(postern('activity', 'done', '1', '--feedback', 'She is glad.', ...kim)).toMatchObject({
      code: 0,
      rows: [{ done: 1, next: null, suggested: null }],
    })
    expect(postern('messages', '--record', 'T-1').rows.at(-1)).toMatchObject({
      kind: 'note',
      text: 'Call done: Ring her\n\nFeedback: She is glad.',
    })
    expect(postern('activity', 'cancel', '1')).toMatchObject({ code: 1 })
    expect(postern('activity', 'add', 'T-1', 'dance').said).toContain('There are: To Do, Call')
    expect(postern('activity', 'add', 'T-1', 'call', '--due', 'soon').code).toBe(2)
    expect(postern('activity', 'list').rows).toEqual([])
  },
  PATIENCE,
)

test(
  'an activity type has all of its fields on the command line',
  () => {
    const { json: postern } = installation()
    const added = postern(
      'activity-type',
      'add',
      'Site survey',
      '--weeks',
      '2',
      '--type',
      'lead',
      '--next',
      'call',
      '--chaining',
      'trigger',
      '--decoration',
      'warning',
      '--keep-done',
    )
    expect(added).toMatchObject({ code: 0, rows: [{ name: 'Site survey' }] })
    const id = String(added.rows[0]!['activityType'])
    expect(postern('activity-type', 'list').rows.at(-1)).toEqual({
      activityType: Number(id),
      name: 'Site survey',
      due: '2 weeks',
      recordType: 'lead',
    })
    expect(
      postern('activity-type', 'set', id, '--months', '1', '--from', 'previous').rows,
    ).toMatchObject([{ due: '1 months' }])
    expect(postern('activity-type', 'set', id, '--days', '1', '--weeks', '1').code).toBe(2)
    expect(postern('activity-type', 'set', id, '--category', 'dance').code).toBe(2)
    expect(postern('activity-type', 'remove', '1')).toMatchObject({ code: 1 })
    expect(postern('activity', 'plan', 'Onboarding', 'T-1')).toMatchObject({ code: 1 })
  },
  PATIENCE,
)
