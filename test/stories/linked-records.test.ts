import { expect, test } from 'vitest'
import { offeredTo, withHidden } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import {
  findFollower,
  follow,
  followersOf,
  subscribe,
  unfollow,
} from '../../gateway/chatter/followers/follow.ts'
import {
  addSubtype,
  changeSubtype,
  listSubtypes,
} from '../../gateway/chatter/followers/subtypes.ts'
import { postMessage } from '../../gateway/chatter/messages/post.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { addRecordType, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { findById, type OpenRecord, openRecord } from '../../gateway/chatter/records/records.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { ada, kim, nora, type Player } from '../cast.ts'
import { openHouse } from '../house.ts'

/** Projects, whose followers can hear of the stages and the birth of their tasks; Ada opens one. */
async function openProjects() {
  const house = await openHouse()
  const { site, clock } = house
  const at = () => clock.now()
  const ids = { ada: await house.idOf(ada), kim: await house.idOf(kim) }
  const write = <T>(work: (tx: Tx) => Promise<T>) => site.store.write(work)
  const project = await write(async (tx) => {
    const wish = { code: 'project', label: 'Project', plural: 'Projects', prefix: 'J' }
    const type = await addRecordType(tx, wish, at())
    const task = await recordTypeByCode(tx, 'task')
    for (const code of ['stage', 'created', 'discussions'])
      await addSubtype(tx, {
        record_type_id: type.id,
        code: `task-${code}`,
        label: `Task: ${code}`,
        internal: code === 'discussions' ? 0 : 1,
        default_on: code === 'discussions' ? 0 : 1,
        heard_type_id: task.id,
        heard_code: code,
      })
    const creator = (await findPerson(tx, ids.ada))!
    return openRecord(tx, type, { name: 'New office', creator, at: at() })
  })
  return {
    house,
    project,
    write,
    at,
    later: async () => {
      clock.forward(MINUTE)
      await house.settle()
    },
    openTask: (name: string, linkedTo: OpenRecord | null = project) =>
      write(async (tx) => {
        const creator = (await findPerson(tx, ids.ada))!
        const type = await recordTypeByCode(tx, 'task')
        return openRecord(tx, type, {
          name,
          creator,
          linkedTo: linkedTo?.record.id ?? null,
          at: at(),
        })
      }),
    follows: (open: OpenRecord, person: number) =>
      write((tx) =>
        follow(tx, { thread: open.thread.id, person, reason: 'follower_hand', at: at() }),
      ),
    reasonsIn: async (open: OpenRecord) =>
      (await site.store.read((reader) => followersOf(reader, open.thread.id))).map(
        ({ name, reason, subtypes }) => ({ name, reason, subtypes }),
      ),
    to: (who: Player) => house.sent.filter((mail) => mail.to === who.email),
    ids,
  }
}

const byParent = (codes: string[]) => ({
  name: kim.name,
  reason: 'follower_parent',
  subtypes: JSON.stringify(codes),
})

test('who follows a project hears of its new tasks and their stages, and the mail says why', async () => {
  const { house, project, ids, ...world } = await openProjects()
  await world.follows(project, ids.kim)
  const task = await world.openTask('Paint the walls')
  expect(await world.reasonsIn(task)).toContainEqual(byParent(['stage', 'created']))
  await world.later()
  expect(world.to(kim)[0]!.reading.text).toContain('Task created')
  expect(world.to(kim)[0]!.reading.text).toContain(
    'You get this because you follow what K-1 belongs to.',
  )

  await world.write(async (tx) => {
    const by = (await findPerson(tx, ids.ada))!
    await saveRecord(tx, task, { by, values: { stage: 'in-progress' }, at: world.at() })
    await postMessage(tx, task.thread, {
      author: by,
      text: 'Only for its own followers.',
      at: world.at(),
    })
  })
  await world.later()
  expect(world.to(kim).map(({ reading }) => reading.text)).toEqual([
    expect.stringContaining('Task created'),
    expect.stringContaining('Stage: To do -> In progress'),
  ])
  expect(house.sent.every(({ to }) => to === kim.email)).toBe(true)
})

test('a link that a field names later is heard of from then on', async () => {
  const { project, ids, ...world } = await openProjects()
  await world.follows(project, ids.kim)
  const task = await world.openTask('Paint the walls', null)
  expect(await world.reasonsIn(task)).not.toContainEqual(byParent(['stage']))
  await world.write(async (tx) => {
    const by = (await findPerson(tx, ids.ada))!
    const type = await recordTypeByCode(tx, 'task')
    const part = { code: 'office', label: 'Office', kind: 'link' as const, tracked: false }
    await changeRecordType(tx, type, { by, at: world.at(), fields: [...type.fields, part] })
    await addSubtype(tx, {
      record_type_id: project.type.id,
      code: 'room-stage',
      label: 'Room: stage',
      internal: 1,
      default_on: 1,
      heard_type_id: type.id,
      heard_code: 'stage',
      heard_by: 'office',
    })
    const open = (await findById(tx, task.record.id))!
    await saveRecord(tx, open, { by, values: { office: 'J-1' }, at: world.at() })
  })
  expect(await world.reasonsIn(task)).toContainEqual(byParent(['stage']))
})

test('tasks that are there already are heard of as well, closed ones and those of other projects are not', async () => {
  const { project, ids, ...world } = await openProjects()
  const [open, closed, other] = [
    await world.openTask('Open'),
    await world.openTask('Closed'),
    await world.openTask('Of nothing', null),
  ]
  await world.write(async (tx) => {
    const by = (await findPerson(tx, ids.ada))!
    await saveRecord(tx, closed, { by, values: { stage: 'done' }, at: world.at() })
  })
  await world.follows(project, ids.kim)
  expect(await world.reasonsIn(open)).toContainEqual(byParent(['stage', 'created']))
  for (const one of [closed, other])
    expect((await world.reasonsIn(one)).map(({ name }) => name)).toEqual([ada.name])
})

test('a choice at the project counts in its tasks, and leaving it ends what came by it, and nothing else', async () => {
  const { project, ids, ...world } = await openProjects()
  const [first, second, third] = [
    await world.openTask('One'),
    await world.openTask('Two'),
    await world.openTask('Three'),
  ]
  await world.follows(third, ids.kim)
  await world.follows(project, ids.kim)
  // who has left a task stays away from it
  const thread = second.thread.id
  await world.write((tx) =>
    unfollow(tx, { thread, person: ids.kim, how: 'by hand', at: world.at() }),
  )
  await world.write(async (tx) => {
    const person = (await findPerson(tx, ids.kim))!
    const follower = (await findFollower(tx, project.thread.id, person.id))!
    await subscribe(tx, follower, { person, codes: ['task-discussions'], at: world.at() })
  })
  expect(await world.reasonsIn(first)).toContainEqual(byParent(['discussions']))
  expect((await world.reasonsIn(second)).map(({ name }) => name)).toEqual([ada.name])
  expect(await world.reasonsIn(third)).toContainEqual({
    name: kim.name,
    reason: 'follower_hand',
    subtypes: null,
  })

  const left = { thread: project.thread.id, person: ids.kim, how: 'by hand', at: world.at() }
  await world.write((tx) => unfollow(tx, left))
  expect((await world.reasonsIn(first)).map(({ name }) => name)).toEqual([ada.name])
  expect((await world.reasonsIn(third)).map(({ name }) => name)).toContain(kim.name)
})

test('nobody outside hears by a project of what is internal in its tasks', async () => {
  const { house, project, ...world } = await openProjects()
  await house.follow(project, nora)
  const first = await world.openTask('One')
  expect((await world.reasonsIn(first)).map(({ name }) => name)).toEqual([ada.name])
  await world.write(async (tx) => {
    const person = (await findPerson(tx, await house.idOf(nora)))!
    const follower = (await findFollower(tx, project.thread.id, person.id))!
    await subscribe(tx, follower, { person, codes: ['task-discussions'], at: world.at() })
  })
  expect(await world.reasonsIn(first)).toContainEqual({
    ...byParent(['discussions']),
    name: nora.name,
  })
  const stage = (await house.site.store.read(listSubtypes)).find(
    (one) => one.code === 'task-stage',
  )!
  await expect(world.write((tx) => changeSubtype(tx, stage.id, { internal: 0 }))).rejects.toThrow(
    'for users only',
  )
})

test('a subtype that is hidden is offered to nobody, and whoever hears of it goes on to', () => {
  const subtype = {
    record_type_id: null,
    label: '',
    internal: 0,
    position: 1,
    hidden: 0,
    heard_type_id: null,
    heard_code: null,
    heard_by: null,
    default_on: 1,
  } as const
  const offered = [
    { ...subtype, id: 1, code: 'discussions' },
    { ...subtype, id: 2, code: 'quiet', hidden: 1 as const },
  ]
  expect(offeredTo('user', offered).map(({ code }) => code)).toEqual(['discussions'])
  expect(withHidden([], ['discussions', 'quiet'], offered)).toEqual(['quiet'])
  expect(withHidden(['discussions'], ['discussions'], offered)).toEqual(['discussions'])
})
