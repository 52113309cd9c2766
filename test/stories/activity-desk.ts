import { findActivity, plannedOn } from '../../gateway/chatter/activities/activities.ts'
import {
  type ActivityTypeWish,
  addActivityType,
  changeActivityType,
  listActivityTypes,
} from '../../gateway/chatter/activities/activity-types.ts'
import { type ActivityWish, scheduleActivity } from '../../gateway/chatter/activities/schedule.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { list, update } from '../../gateway/store/rows.ts'
import type { Site } from '../../gateway/store/site.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { events } from '../../gateway/store/tables/threads.ts'
import { kim, type Player } from '../cast.ts'
import { openDesk } from './desk.ts'

export type ActivityDesk = Awaited<ReturnType<typeof openActivityDesk>>

/** Kim's desk, with what is planned on Nora's ticket. It is Saturday, 21 November 2026, nine o'clock in UTC. */
export async function openActivityDesk(settings: Record<string, string> = {}) {
  const desk = await openDesk(settings)
  const { site, clock } = desk.house
  const write = <Done>(work: (tx: Tx) => Promise<Done>) => site.store.write(work)
  const act = async (who: Player = kim) => ({
    by: await site.store.read((reader) => personByAddress(reader, who.email)),
    at: clock.now(),
  })
  return {
    ...desk,
    write,
    act,
    ...typesOf(site),
    async plan(
      wish: Omit<ActivityWish, 'type' | 'assignee'> & {
        type?: string
        assignee?: Player
        who?: Player
        open?: OpenRecord
      } = {},
    ) {
      const { type = 'Call', assignee, who, open = desk.ticket, ...rest } = wish
      const given = assignee ? { assignee: await desk.house.idOf(assignee) } : {}
      const doing = await act(who)
      return write(async (tx) =>
        scheduleActivity(tx, open, { ...rest, ...given, ...doing, type: await typeIn(tx, type) }),
      )
    },
    planned: (open: OpenRecord = desk.ticket) =>
      site.store.read((reader) => plannedOn(reader, open.thread.id)),
    async look(id: number) {
      return (await site.store.read((reader) => findActivity(reader, id)))!
    },
    async livesIn(who: Player, time_zone: string) {
      await write((tx) => update(tx, people, { name: who.name }, { time_zone }))
    },
    async moveTo(iso: string) {
      clock.forward(Date.parse(iso) - clock.now())
    },
    letters: (who: Player, words: string) =>
      desk.house.sent.filter(
        ({ to, source }) =>
          to === who.email && new RegExp(`^X-Postern-Class: ${words}\\r?$`, 'm').test(source),
      ),
    eventsOf: async (kind: string) =>
      (await site.store.read((reader) => list(reader, events, { order: 'id' }))).filter(
        (one) => one.kind === kind,
      ),
  }
}

function typesOf(site: Site) {
  return {
    addType: (wish: Partial<ActivityTypeWish> & { name: string }) =>
      site.store.write((tx) => addActivityType(tx, wish)),
    typeNamed: (name: string) => site.store.read((reader) => typeIn(reader, name)),
    changeType: (name: string, wish: Partial<ActivityTypeWish>) =>
      site.store.write(async (tx) => changeActivityType(tx, (await typeIn(tx, name)).id, wish)),
  }
}

async function typeIn(reader: Reader, name: string) {
  const found = (await listActivityTypes(reader)).find((type) => type.name === name)
  if (!found) throw new Error(`There is no activity type ${name}.`)
  return found
}
