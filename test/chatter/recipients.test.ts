import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Audience, Listener } from '../../gateway/chatter/messages/hearing.ts'
import { whoHears } from '../../gateway/chatter/messages/recipients.ts'
import { toJson } from '../../gateway/store/rows.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'

const subtype = (code: string, internal: 0 | 1, default_on: 0 | 1): SubtypeRow => ({
  id: 1,
  record_type_id: null,
  code,
  label: code,
  internal,
  default_on,
  position: 1,
  hidden: 0,
  heard_type_id: null,
  heard_code: null,
  heard_by: null,
})
const offered = [
  subtype('discussions', 0, 1),
  subtype('note', 1, 1),
  subtype('activities', 1, 0),
  subtype('stage', 1, 1),
]

const vic: Listener = {
  id: 7,
  kind: 'contact',
  notify: 'email',
  disabled_at: null,
  address: 'vic@vendor.test',
  paused_at: null,
  subtypes: null,
  muted_until: null,
  reason: 'follower_hand',
  named: false,
}
const kim: Listener = { ...vic, id: 3, kind: 'user', address: 'kim@example.test' }

const audience = (message: Partial<Audience['message']> = {}, haveIt: number[] = []): Audience => ({
  message: {
    kind: 'message',
    audience: 'everyone',
    subtype: 'discussions',
    author_id: 1,
    class: 'human',
    created_at: 1000,
    ...message,
  },
  haveIt: new Set(haveIt),
  offered,
})
const note = { kind: 'note', subtype: 'note' } as const

const cases: { says: string; listener: Listener; audience: Audience; outcome: string }[] = [
  {
    says: 'a follower outside hears a message',
    listener: vic,
    audience: audience(),
    outcome: 'email',
  },
  {
    says: 'a follower inside hears a message',
    listener: kim,
    audience: audience(),
    outcome: 'email',
  },
  {
    says: 'who wants the inbox gets it there',
    listener: { ...kim, notify: 'inbox' },
    audience: audience(),
    outcome: 'inbox',
  },
  {
    says: 'an outsider has no inbox',
    listener: { ...vic, notify: 'inbox' },
    audience: audience(),
    outcome: 'email',
  },
  {
    says: 'the author hears nothing of their own',
    listener: kim,
    audience: audience({ author_id: 3 }),
    outcome: 'author',
  },
  {
    says: 'who is in To or Cc has it',
    listener: vic,
    audience: audience({}, [7]),
    outcome: 'has it',
  },
  { says: 'a note stays inside', listener: vic, audience: audience(note), outcome: 'internal' },
  { says: 'a note is heard inside', listener: kim, audience: audience(note), outcome: 'email' },
  {
    says: 'a note that names an outsider reaches them',
    listener: { ...vic, named: true },
    audience: audience(note),
    outcome: 'email',
  },
  {
    says: 'a newcomer is heard inside only',
    listener: vic,
    audience: audience({ audience: 'users' }),
    outcome: 'internal',
  },
  {
    says: 'a newcomer is not heard by an outsider, named or not',
    listener: { ...vic, named: true },
    audience: audience({ audience: 'users' }),
    outcome: 'internal',
  },
  {
    says: 'who has chosen nothing hears the defaults',
    listener: kim,
    audience: audience({ subtype: 'activities' }),
    outcome: 'not subscribed',
  },
  {
    says: 'who has chosen hears what they chose',
    listener: { ...kim, subtypes: toJson(['activities']) },
    audience: audience(),
    outcome: 'not subscribed',
  },
  {
    says: 'who is named hears whatever they chose',
    listener: { ...kim, subtypes: toJson([]), named: true },
    audience: audience(),
    outcome: 'email',
  },
  {
    says: 'who has muted is left in peace until then',
    listener: { ...kim, muted_until: 2000 },
    audience: audience(),
    outcome: 'muted',
  },
  {
    says: 'a mute that is over is over',
    listener: { ...kim, muted_until: 500 },
    audience: audience(),
    outcome: 'email',
  },
  {
    says: 'a paused address gets nothing',
    listener: { ...vic, paused_at: 1 },
    audience: audience(),
    outcome: 'paused',
  },
  {
    says: 'who wants nothing gets nothing',
    listener: { ...kim, notify: 'nothing' },
    audience: audience(),
    outcome: 'wants nothing',
  },
  {
    says: 'machine mail is shown inside',
    listener: kim,
    audience: audience({ class: 'generated' }),
    outcome: 'email',
  },
  {
    says: 'machine mail goes to no outsider',
    listener: vic,
    audience: audience({ class: 'list' }),
    outcome: 'automatic',
  },
  {
    says: 'an auto-reply is told to nobody',
    listener: kim,
    audience: audience({ class: 'out-of-office' }),
    outcome: 'automatic',
  },
]
for (const { says, listener, audience: who, outcome } of cases) {
  test(says, () => {
    const { told, keptOut } = whoHears(who, [listener])
    expect(told[0]?.way ?? keptOut[0]?.why).toBe(outcome)
  })
}

test('whatever else is so, no outsider who is not named hears a note, and none hears a newcomer', () => {
  const listeners = fc.record({
    id: fc.nat(20),
    kind: fc.constantFrom('contact' as const, 'user' as const),
    notify: fc.constantFrom(
      'email' as const,
      'inbox' as const,
      'digest' as const,
      'nothing' as const,
    ),
    disabled_at: fc.constantFrom(null, 1),
    address: fc.constantFrom('a@x.test', null),
    paused_at: fc.constantFrom(null, 1),
    subtypes: fc.constantFrom(null, toJson(['note', 'discussions', 'stage']), toJson<string[]>([])),
    muted_until: fc.constantFrom(null, 1, 5000),
    reason: fc.constant('mention' as const),
    named: fc.boolean(),
  })
  const messages = fc.record({
    kind: fc.constantFrom('message' as const, 'note' as const, 'change' as const),
    audience: fc.constantFrom('everyone' as const, 'users' as const),
    subtype: fc.constantFrom('discussions', 'note', 'stage'),
    author_id: fc.nat(20),
    class: fc.constantFrom('human', 'auto-reply', 'list'),
    created_at: fc.constant(1000),
  })
  fc.assert(
    fc.property(messages, fc.array(listeners, { maxLength: 8 }), (message, all) => {
      const { told } = whoHears({ message, haveIt: new Set(), offered }, all)
      for (const { person } of told) {
        const outside = all.filter((one) => one.id === person && one.kind === 'contact')
        if (message.audience === 'users')
          expect(
            outside.every((one) =>
              all.some((other) => other.id === one.id && other.kind === 'user'),
            ),
          ).toBe(true)
        if (message.kind === 'note')
          expect(
            outside.length === 0 ||
              all.some((one) => one.id === person && (one.named || one.kind === 'user')),
          ).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
