import { listRuns } from '../../gateway/chatter/automation/look.ts'
import { ruleOrReadyMade } from '../../gateway/chatter/automation/ready-made.ts'
import {
  addRule,
  enableRule,
  type Rule,
  type RuleWish,
} from '../../gateway/chatter/automation/rules.ts'
import { meetPerson, personByAddress } from '../../gateway/chatter/people/people.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import {
  type OpenRecord,
  openRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { type Save, saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { readJson } from '../../gateway/store/rows.ts'
import type { RuleRunRow } from '../../gateway/store/tables/rules.ts'
import { ada, kim, type Player } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** A house with rules in it: Ada switches them on, Kim works, and the scheduler does what is due. */
export async function openRuledHouse(settings: Record<string, string> = {}) {
  const house = await openHouse(settings)
  const { site, clock } = house
  const now = (open: OpenRecord) =>
    site.store.read((reader) => recordByReference(reader, referenceOf(open)))
  return {
    house,
    now,
    /** Switches on a rule that is ready made. */
    enable: (code: string) =>
      site.store.write(async (tx) => {
        const by = await personByAddress(tx, ada.email)
        const rule = (await ruleOrReadyMade(tx, code, { by, at: clock.now() }))!
        return enableRule(tx, rule, { by, at: clock.now() })
      }),
    /** Writes a rule and switches it on. */
    rule: (type: string, wish: Partial<RuleWish> & Pick<RuleWish, 'cause' | 'actions'>) =>
      site.store.write((tx) => addAndEnable(tx, type, wish, clock.now())),
    opens: (type: string, wish: Opening) => opens(house, type, wish),
    async saves(open: OpenRecord, save: Partial<Save>, who: Player = kim): Promise<void> {
      await site.store.write(async (tx) => {
        const by = await personByAddress(tx, who.email)
        await saveRecord(tx, await recordByReference(tx, referenceOf(open)), {
          by,
          at: clock.now(),
          ...save,
        })
      })
      await house.schedule()
    },
    runs: (): Promise<RuleRunRow[]> =>
      site.store.read((reader) => listRuns(reader, { limit: 100 })),
    /** What stands in the thread of rules: the lines that name them. */
    async logged(open: OpenRecord): Promise<string[]> {
      const entries = await house.entries(open)
      return entries
        .flatMap(({ changes }) => (changes ? readJson(changes) : []))
        .filter(({ field }) => field === 'rule')
        .map(({ label, to }) => `${label}: ${to}`)
    },
    notes: async (open: OpenRecord) =>
      (await house.entries(open))
        .filter(({ kind }) => kind === 'note')
        .map(({ new_text }) => new_text),
  }
}

type Opening = { name: string; customer?: Player; owner?: Player; values?: Record<string, string> }

async function opens(
  { site, clock }: House,
  type: string,
  { name, customer, owner, values = {} }: Opening,
) {
  return site.store.write(async (tx) => {
    const at = clock.now()
    const who = customer
      ? await meetPerson(tx, { name: customer.name, address: customer.email }, at)
      : null
    return openRecord(tx, await recordTypeByCode(tx, type), {
      name,
      creator: await personByAddress(tx, kim.email),
      customer: who,
      owner: owner ? (await personByAddress(tx, owner.email)).id : null,
      values,
      at,
    })
  })
}

async function addAndEnable(
  tx: Parameters<typeof addRule>[0],
  type: string,
  wish: Partial<RuleWish> & Pick<RuleWish, 'cause' | 'actions'>,
  at: number,
): Promise<Rule> {
  const by = await personByAddress(tx, ada.email)
  const full = { code: 'a-rule', name: 'A rule', conditions: [], ...wish, at }
  return enableRule(tx, await addRule(tx, await recordTypeByCode(tx, type), full), { by, at })
}
