import { act } from '../../gateway/chatter/automation/actions.ts'
import { addRule } from '../../gateway/chatter/automation/rules.ts'
import { sendTemplate } from '../../gateway/chatter/mail-templates/send-template.ts'
import {
  addTemplate,
  findTemplate,
  publishVersion,
  saveDraft,
} from '../../gateway/chatter/mail-templates/templates.ts'
import { findPerson, systemPerson } from '../../gateway/chatter/people/people.ts'
import { findById } from '../../gateway/chatter/records/records.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { type Act, at, keepSecret, newWord, type Scenario, tell, users } from './scenario.ts'

/** What rules and templates do: a rule's note stays inside whomever it names, and a template can say nothing of a thread. */
export const ruleActs: Act[] = [ruleNotes, sendsFromTemplate]

async function ruleNotes(scenario: Scenario) {
  const { open, world, folk } = scenario
  const word = newWord(scenario, 'note')
  tell(scenario, `a rule logs the note ${word} and names everybody, customers too`)
  keepSecret(scenario, word, 'a note of a rule')
  await world.site.store.write(async (tx) => {
    const tells: string[] = []
    for (const { id } of folk) tells.push(await addressOf(tx, id))
    const action = { does: 'note' as const, text: `We say ${word} here.`, tells }
    const code = `hunt-${scenario.number}-${scenario.story.length}`
    const wish = { code, name: 'Hunt', cause: { on: 'created' as const }, conditions: [] }
    const rule = await addRule(tx, open.type, { ...wish, actions: [action], at: at(scenario) })
    const current = (await findById(tx, open.record.id))!
    const system = await systemPerson(tx, at(scenario))
    await act(tx, { rule, open: current, system, recordUrl: '', at: at(scenario) }, action)
    const note = await tx.one<{ id: number }>(
      'select max(id) as id from messages where thread_id = $1',
      [open.thread.id],
    )
    scenario.innerEntries.add(note!.id)
    scenario.unheardOf.add(note!.id)
  })
  return null
}

const WORDS =
  'Dear {{ recipient.name }}, {{ record.name }} is {{ record.stage }}. {% for one in record.fields %}{{ one.value }}{% endfor %}'

async function sendsFromTemplate(scenario: Scenario) {
  const user = scenario.chance.one(users(scenario))
  tell(scenario, `${user?.name} sends a template`)
  if (!user) return null
  const { open, world } = scenario
  await world.site.store.write(async (tx) => {
    await mustHaveTemplate(tx, scenario, user.id)
    const current = (await findById(tx, open.record.id))!
    const author = (await findPerson(tx, user.id))!
    await sendTemplate(tx, current, { code: 'hunt', author, at: at(scenario) })
  })
  return null
}

async function mustHaveTemplate(tx: Tx, scenario: Scenario, by: number): Promise<void> {
  const key = { type: scenario.open.type.id, code: 'hunt', language: 'en' }
  if (await findTemplate(tx, key)) return
  const template = await addTemplate(tx, { ...key, name: 'Hunt', at: at(scenario) })
  const layout = `<mj-section><mj-column><mj-text>${WORDS}</mj-text></mj-column></mj-section>`
  await saveDraft(tx, template, { subject: 'Hunt', layout, words: WORDS, by, at: at(scenario) })
  await publishVersion(tx, template, { at: at(scenario) })
}

async function addressOf(tx: Tx, person: number): Promise<string> {
  const row = await tx.one<{ address: string }>(
    'select address from addresses where person_id = $1 order by id limit 1',
    [person],
  )
  return row!.address
}
