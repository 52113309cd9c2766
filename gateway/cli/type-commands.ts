import type { Command } from 'commander'
import {
  addRecordType,
  changeRecordType,
  listRecordTypes,
  type RecordType,
  recordTypeByCode,
} from '../chatter/records/record-types.ts'
import { answerRulesOf, type Rest } from '../chatter/records/rest.ts'
import { print } from '../lib/output.ts'
import type { AnswerRule, AnswerRules, Stage } from '../store/tables/threads.ts'
import { POLICIES, STRANGERS, STRANGERS_FLAG, UNPROVED, UNPROVED_FLAG } from './alias-commands.ts'
import { collect, JSON_FLAG, oneOf, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type AddOptions = Shown & { label: string; plural?: string; prefix: string; stage: string[] }
type SetOptions = Shown & {
  label?: string
  who?: string
  strangers?: string
  unproved?: string
  userMail?: string
  answer: string[]
  stage: string[]
}

const RESTS: Rest[] = ['closed', 'archived', 'deleted']
const RULES: AnswerRule[] = ['reopen', 'keep', 'new linked']
const KINDS = ['message', 'note'] as const

const STAGE = [
  '--stage <label>',
  'a stage, in order (repeatable); a star at its end closes the record',
] as const

export function typeCommands(type: Command): void {
  type
    .command('add')
    .description('a new record type')
    .argument('<code>', 'small letters, such as contract')
    .requiredOption('--label <label>', 'what people call one')
    .option('--plural <label>', 'and several')
    .requiredOption('--prefix <letters>', 'of references, as T in T-42')
    .option(...STAGE, collect, [])
    .option(...JSON_FLAG)
    .action(addOne)
  type
    .command('set')
    .description('change a record type')
    .argument('<code>')
    .option('--label <label>', 'what people call one')
    .option('--who <policy>', `who may post: ${POLICIES.join(', ')}`)
    .option(...STRANGERS_FLAG)
    .option(...UNPROVED_FLAG)
    .option('--user-mail <kind>', `what a user's mail is: ${KINDS.join(', ')}`)
    .option(
      '--answer <rest=rule>',
      'what an answer does to one that is closed, archived or deleted (repeatable): reopen, keep, "new linked"',
      collect,
      [],
    )
    .option(...STAGE, collect, [])
    .option(...JSON_FLAG)
    .action(setOne)
  type
    .command('list')
    .description('all record types')
    .option(...JSON_FLAG)
    .action(listAll)
}

function addOne(code: string, options: AddOptions): Promise<void> {
  return withSite(async (site) => {
    const { label, plural = `${label}s`, prefix } = options
    const wish = { code, label, plural, prefix, ...readStages(options.stage) }
    const added = await site.store.write((tx) => addRecordType(tx, wish, site.clock.now()))
    const address = `${added.settings.address}+1@${site.domain}`
    await print(
      [{ type: added.code, label: added.label, prefix: added.prefix, address }],
      options.json,
    )
  })
}

function setOne(code: string, options: SetOptions): Promise<void> {
  return withSite(async (site) => {
    const settings = readSettings(options)
    const changesOf = (type: RecordType) => ({
      ...(options.label === undefined ? {} : { label: options.label }),
      settings: {
        ...settings,
        answers: { ...answerRulesOf(type), ...readAnswers(options.answer) },
      },
      ...readStages(options.stage, type.stages),
    })
    const changed = await site.store.write(async (tx) => {
      const type = await recordTypeByCode(tx, code)
      return changeRecordType(tx, type, changesOf(type))
    })
    await print(
      [
        {
          type: changed.code,
          label: changed.label,
          who: changed.settings.whoMayPost,
          answers: answerRulesOf(changed),
        },
      ],
      options.json,
    )
  })
}

function readSettings({ who, strangers, unproved, userMail }: SetOptions) {
  return {
    ...(who === undefined ? {} : { whoMayPost: oneOf(POLICIES, who, 'policy') }),
    ...(strangers === undefined ? {} : { strangers: oneOf(STRANGERS, strangers, 'rule') }),
    ...(unproved === undefined ? {} : { unproved: oneOf(UNPROVED, unproved, 'rule') }),
    ...(userMail === undefined ? {} : { userMail: oneOf(KINDS, userMail, 'kind') }),
  }
}

function listAll(options: Shown): Promise<void> {
  return withSite(async (site) => {
    const types = await site.store.read(listRecordTypes)
    const lines = types.map(({ code, label, prefix, stages, fields, settings }) => ({
      type: code,
      label,
      prefix,
      stages: stages.map((stage) => stage.code),
      fields: fields.map((field) => field.code),
      who: settings.whoMayPost,
      answers: answerRulesOf({ settings }),
      strangers: settings.strangers ?? 'hold',
      unproved: settings.unproved ?? 'hold',
    }))
    await print(lines, options.json)
  })
}

function readAnswers(pairs: string[]): Partial<AnswerRules> {
  const read = pairs.map((pair) => {
    const [rest = '', rule = ''] = pair.split('=')
    return [oneOf(RESTS, rest.trim(), 'state'), oneOf(RULES, rule.trim(), 'rule')]
  })
  return Object.fromEntries(read) as Partial<AnswerRules>
}

/** A stage that is there already keeps its code: records name it. */
function readStages(labels: string[], known: Stage[] = []): { stages?: Stage[] } {
  if (labels.length === 0) return {}
  const stages = labels.map(readStage).map((stage) => {
    const same = known.find((one) => one.label.toLowerCase() === stage.label.toLowerCase())
    return { ...stage, code: same?.code ?? stage.code }
  })
  return { stages }
}

function readStage(text: string): Stage {
  const label = text.replace(/\*$/, '').trim()
  const code = label.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return text.endsWith('*') ? { code, label, closed: true } : { code, label }
}
