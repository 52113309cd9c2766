import { type ListedActivity, plannedOn } from '../../gateway/chatter/activities/activities.ts'
import { activityTypesFor } from '../../gateway/chatter/activities/activity-types.ts'
import { markDone } from '../../gateway/chatter/activities/complete.ts'
import { tellOfOverdue } from '../../gateway/chatter/activities/reminders.ts'
import { scheduleActivity } from '../../gateway/chatter/activities/schedule.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { findById } from '../../gateway/chatter/records/records.ts'
import { dayAt, daysAfter } from '../../gateway/lib/calendar.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { type Act, at, keepSecret, newWord, type Scenario, tell, users } from './scenario.ts'

/** What users plan and end. Of all of it no outsider hears a word. */
export const activityActs: Act[] = [plans, ends, isReminded]

async function plans(scenario: Scenario) {
  const by = scenario.chance.one(users(scenario))
  const other = scenario.chance.one(users(scenario))
  const word = newWord(scenario, 'planned')
  tell(scenario, `${by?.name} plans ${word} for ${other?.name}`)
  if (!by || !other) return null
  keepSecret(scenario, word, 'an activity')
  const due = scenario.chance.percent(50) ? -2 : 2
  await inOneGo(scenario, async (tx) => {
    const open = (await findById(tx, scenario.open.record.id))!
    const [type] = await activityTypesFor(tx, open.type.id)
    await scheduleActivity(tx, open, {
      type: type!,
      summary: word,
      note: `Of ${word}`,
      dueOn: daysAfter(dayAt(at(scenario), 'UTC'), due),
      assignee: other.id,
      by: (await findPerson(tx, by.id))!,
      at: at(scenario),
    })
  })
  return null
}

async function ends(scenario: Scenario) {
  const by = scenario.chance.one(users(scenario))
  const word = newWord(scenario, 'feedback')
  tell(scenario, `${by?.name} ends what is planned with ${word}`)
  if (!by) return null
  keepSecret(scenario, word, 'what came of an activity')
  await inOneGo(scenario, async (tx) => {
    const [one]: ListedActivity[] = await plannedOn(tx, scenario.open.thread.id)
    if (!one) return
    const act = { by: (await findPerson(tx, by.id))!, at: at(scenario) }
    const { message } = await markDone(tx, one.id, { ...act, feedback: word })
    scenario.innerEntries.add(message.id)
    scenario.unheardOf.add(message.id)
  })
  return null
}

/** A week later their list of what is overdue would be due; whoever has left the team by then must not get it. */
async function isReminded(scenario: Scenario) {
  tell(scenario, 'what is overdue is told')
  const week = 7 * 24 * 60 * 60_000
  await inOneGo(scenario, (tx) => tellOfOverdue(tx, at(scenario) + week))
  return null
}

async function inOneGo(scenario: Scenario, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await scenario.world.site.store.write(work).catch((failure) => {
    if (!(failure instanceof Refused)) throw failure
  })
}
