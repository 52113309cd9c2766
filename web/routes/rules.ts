import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { dryRun } from '../../gateway/chatter/automation/dry-run.ts'
import { listRuns } from '../../gateway/chatter/automation/look.ts'
import { READY_MADE, ruleOrReadyMade } from '../../gateway/chatter/automation/ready-made.ts'
import {
  addRule,
  changeRule,
  disableRule,
  enableRule,
  listRules,
  type Rule,
  removeRule,
  restoreRule,
  ruleByCode,
} from '../../gateway/chatter/automation/rules.ts'
import { listCalls, resendCall } from '../../gateway/chatter/automation/webhook-calls.ts'
import {
  listRecordTypes,
  recordTypeByCode,
  recordTypeById,
} from '../../gateway/chatter/records/record-types.ts'
import { referencesOf } from '../../gateway/chatter/records/references.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { idIn, needed, read, wordIn } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { actionsIn, causeIn, conditionsIn } from '../rule-forms.ts'
import { rulePage } from '../views/rule.ts'
import { dryRunPage } from '../views/rule-log.ts'
import { rulesPage } from '../views/rules.ts'
import { userOf, visitOf } from '../visit.ts'

const NewRule = z.object({
  type: needed('Record type', 31),
  name: needed('Name', 100),
  code: needed('Code', 61).transform((code) => code.toLowerCase()),
})
const Days = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) })
const RUNS_SHOWN = 50

/** Rules: what Postern does by itself on records. */
export function ruleRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/admin/rules', (request, response) => showAll(office, request, response))
  routes.post('/admin/rules', (request, response) => add(office, request, response))
  routes.get('/admin/rules/:code', (request, response) => showOne(office, request, response))
  routes.get('/admin/rules/:code/dry-run', (request, response) => tryIt(office, request, response))
  routes.post('/admin/rules/:code', (request, response) => save(office, request, response))
  verb(office, routes, 'enable', enable)
  verb(office, routes, 'disable', async ({ tx, rule }) => {
    await disableRule(tx, rule)
    return { text: `“${rule.name}” is switched off.` }
  })
  verb(office, routes, 'remove', async ({ tx, rule, at }) => {
    await removeRule(tx, rule, at)
    const undo = { action: `/admin/rules/${rule.code}/restore`, fields: {} }
    return { text: `“${rule.name}” is removed.`, undo }
  })
  routes.post('/admin/rules/:code/restore', async (request, response) => {
    const code = wordIn(request, 'code')
    await office.site.store.write((tx) => restoreRule(tx, code))
    await redirectWith(request, response, {
      path: '/admin/rules',
      notice: { text: 'It is back, switched off.' },
    })
  })
  routes.post('/admin/rules/:code/calls/:id', async (request, response) => {
    const at = office.site.clock.now()
    await office.site.store.write((tx) => resendCall(tx, idIn(request), at))
    const path = `/admin/rules/${wordIn(request, 'code')}`
    await redirectWith(request, response, { path, notice: { text: 'It is called again.' } })
  })
  return routes
}

type Act = { tx: Tx; rule: Rule; request: Request; response: Response; at: number }

function verb(
  { site }: Office,
  routes: Router,
  name: string,
  does: (act: Act) => Promise<Notice>,
): void {
  routes.post(`/admin/rules/:code/${name}`, async (request, response) => {
    const at = site.clock.now()
    const by = userOf(response)
    const notice = await site.store.write(async (tx) => {
      const rule = await ruleOrReadyMade(tx, wordIn(request, 'code'), { by, at })
      if (!rule) throw new Refused('not-found', 'There is no such rule.')
      return does({ tx, rule, request, response, at })
    })
    await redirectWith(request, response, { path: '/admin/rules', notice })
  })
}

async function enable({ tx, rule, response, at }: Act): Promise<Notice> {
  await enableRule(tx, rule, { by: userOf(response), at })
  return { text: `“${rule.name}” is switched on. What happened before is left alone.` }
}

async function showAll({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => ({
    rules: await listRules(reader),
    types: await listRecordTypes(reader),
  }))
  const ready = READY_MADE.filter(({ code }) => found.rules.every((rule) => rule.code !== code))
  const content = rulesPage({ ...found, ready, token: visitOf(response).token })
  await showPage(request, response, { title: 'Rules', content, section: 'admin' })
}

/** A new rule begins as a note, which its editor then changes. */
async function add({ site }: Office, request: Request, response: Response): Promise<void> {
  const { type, name, code } = read(NewRule, request.body)
  const first = { does: 'note' as const, text: `${name}.`, tells: [] }
  const rule = await site.store.write(async (tx) =>
    addRule(tx, await recordTypeByCode(tx, type), {
      code,
      name,
      cause: { on: 'created' },
      conditions: [],
      actions: [first],
      at: site.clock.now(),
    }),
  )
  const notice = { text: `“${rule.name}” is there, switched off. Now what it does.` }
  await redirectWith(request, response, { path: `/admin/rules/${rule.code}`, notice })
}

async function showOne({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => {
    const rule = await ruleByCode(reader, wordIn(request, 'code'))
    const runs = await listRuns(reader, { rule: rule.id, limit: RUNS_SHOWN })
    const calls = await listCalls(reader, rule.id)
    const threads = [...runs, ...calls].map(({ thread_id }) => thread_id)
    const type = await recordTypeById(reader, rule.record_type_id)
    return { rule, type, runs, calls, references: await referencesOf(reader, threads) }
  })
  const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
  const content = rulePage({ ...found, here, token: visitOf(response).token })
  await showPage(request, response, { title: `Rule ${found.rule.name}`, content, section: 'admin' })
}

async function save({ site }: Office, request: Request, response: Response): Promise<void> {
  const { name } = read(NewRule.pick({ name: true }), request.body)
  const rule = await site.store.write(async (tx) =>
    changeRule(tx, await ruleByCode(tx, wordIn(request, 'code')), {
      name,
      cause: causeIn(request.body),
      conditions: conditionsIn(request.body),
      actions: actionsIn(request.body),
    }),
  )
  const notice = { text: `“${rule.name}” is saved.` }
  await redirectWith(request, response, { path: `/admin/rules/${rule.code}`, notice })
}

async function tryIt({ site }: Office, request: Request, response: Response): Promise<void> {
  const { days } = read(Days, request.query)
  const now = site.clock.now()
  const found = await site.store.read(async (reader) => {
    const rule = await ruleByCode(reader, wordIn(request, 'code'))
    return { rule, found: await dryRun(reader, rule, { since: now - days * DAY, now }) }
  })
  const here = { timeZone: userOf(response).time_zone, now }
  const content = dryRunPage({ ...found, days, here })
  await showPage(request, response, { title: 'Dry run', content, section: 'admin' })
}
