import type { Command } from 'commander'
import { systemPerson } from '../chatter/people/people.ts'
import {
  changeRecordType,
  removeRecordType,
  restoreRecordType,
  undoTypeChange,
} from '../chatter/records/change-type.ts'
import {
  addRecordType,
  listRecordTypes,
  type RecordType,
  recordTypeByCode,
} from '../chatter/records/record-types.ts'
import { type Act, answerRulesOf } from '../chatter/records/rest.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import { collect, JSON_FLAG, type Shown } from './options.ts'
import { type SettingsOptions, settingsFrom, settingsOptions } from './type-settings.ts'
import {
  FIELD_OPTION,
  fieldsWith,
  readField,
  readStages,
  STAGE_OPTION,
  stagesWithout,
} from './type-specs.ts'
import { withSite } from './with-site.ts'

type AddOptions = Shown & {
  label: string
  plural?: string
  prefix: string
  address?: string
  stage: string[]
  field: string[]
}
type SetOptions = Shown &
  SettingsOptions & {
    label?: string
    plural?: string
    stage: string[]
    removeStage: string[]
    field: string[]
    removeField: string[]
  }

export function typeCommands(type: Command): void {
  addCommand(type)
  setCommand(type)
  type
    .command('list')
    .description('all record types')
    .option(...JSON_FLAG)
    .action(listAll)
  type
    .command('show')
    .description('a record type with its fields, stages and rules')
    .argument('<code>')
    .option(...JSON_FLAG)
    .action(showOne)
  verbCommand(type, removeRecordType, 'remove', 'no new records of it; those there are stay')
  verbCommand(type, restoreRecordType, 'restore', 'use a removed record type again')
  verbCommand(type, undoTypeChange, 'undo', 'take back the last change of a record type')
}

function addCommand(type: Command): void {
  type
    .command('add')
    .description('a new record type')
    .argument('<code>', 'small letters, such as contract')
    .requiredOption('--label <label>', 'what people call one')
    .option('--plural <label>', 'and several')
    .requiredOption('--prefix <letters>', 'of references, as T in T-42')
    .option('--address <word>', 'before the + of its mail addresses; without it the code')
    .option(...STAGE_OPTION)
    .option(...FIELD_OPTION)
    .option(...JSON_FLAG)
    .action(addOne)
}

function setCommand(type: Command): void {
  settingsOptions(type.command('set'))
    .description('change a record type')
    .argument('<code>')
    .option('--label <label>', 'what people call one')
    .option('--plural <label>', 'and several')
    .option(...STAGE_OPTION)
    .option(
      '--remove-stage <name>',
      'take a stage out (repeatable); records in it stay',
      collect,
      [],
    )
    .option(...FIELD_OPTION)
    .option('--remove-field <name>', 'take a field out (repeatable); values are kept', collect, [])
    .option(...JSON_FLAG)
    .action(setOne)
}

function verbCommand(
  type: Command,
  verb: (tx: Tx, type: RecordType, act: Act) => Promise<RecordType>,
  ...[name, description]: [string, string]
): void {
  type
    .command(name)
    .description(description)
    .argument('<code>')
    .option(...JSON_FLAG)
    .action((code: string, options: Shown) =>
      withSite(async (site) => {
        const changed = await site.store.write(async (tx) =>
          verb(tx, await recordTypeByCode(tx, code), await actOf(site, tx)),
        )
        await print([lineOf(changed)], options.json)
      }),
    )
}

async function actOf(site: Site, tx: Tx): Promise<Act> {
  const at = site.clock.now()
  return { by: await systemPerson(tx, at), at }
}

function addOne(code: string, options: AddOptions): Promise<void> {
  return withSite(async (site) => {
    const { label, plural = `${label}s`, prefix, address: word } = options
    const added = await site.store.write((tx) =>
      addRecordType(
        tx,
        {
          ...{ code, label, plural, prefix },
          ...readStages(options.stage),
          fields: options.field.map(readField),
          ...(word === undefined ? {} : { settings: { address: word } }),
        },
        site.clock.now(),
      ),
    )
    const address = `${added.settings.address}+1@${site.domain}`
    await print(
      [{ type: added.code, label: added.label, prefix: added.prefix, address }],
      options.json,
    )
  })
}

function setOne(code: string, options: SetOptions): Promise<void> {
  return withSite(async (site) => {
    const changed = await site.store.write(async (tx) => {
      const type = await recordTypeByCode(tx, code)
      const { label, plural } = options
      const { stages = type.stages } = readStages(options.stage, [
        ...type.stages,
        ...type.removed.stages,
      ])
      const fields = { specs: options.field, removed: options.removeField }
      return changeRecordType(tx, type, {
        ...(await actOf(site, tx)),
        ...(label === undefined ? {} : { label }),
        ...(plural === undefined ? {} : { plural }),
        settings: settingsFrom(type, options),
        stages: stagesWithout(stages, options.removeStage),
        fields: fieldsWith(type.fields, fields),
      })
    })
    await print([lineOf(changed)], options.json)
  })
}

function listAll(options: Shown): Promise<void> {
  return withSite(async (site) => {
    const types = await site.store.read(listRecordTypes)
    await print(types.map(lineOf), options.json)
  })
}

function showOne(code: string, options: Shown): Promise<void> {
  return withSite(async (site) => {
    const type = await site.store.read((reader) => recordTypeByCode(reader, code))
    const { label, plural, prefix, fields, stages, settings, removed } = type
    const line = { type: type.code, label, plural, prefix, fields, stages, settings, removed }
    await print([line], options.json)
  })
}

function lineOf(type: RecordType): Record<string, unknown> {
  const { code, label, prefix, stages, fields, settings, removed_at } = type
  return {
    type: code,
    label,
    prefix,
    stages: stages.map((stage) => stage.code),
    fields: fields.map((field) => field.code),
    who: settings.whoMayPost,
    answers: answerRulesOf({ settings }),
    strangers: settings.strangers ?? 'hold',
    unproved: settings.unproved ?? 'hold',
    ...(removed_at === null ? {} : { removed: true }),
  }
}
