import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import {
  addTemplate,
  type Content,
  listTemplates,
  publishVersion,
  removeTemplate,
  saveDraft,
  templateById,
  versionsOf,
} from '../chatter/mail-templates/templates.ts'
import { systemPerson } from '../chatter/people/people.ts'
import { listRecordTypes, recordTypeByCode } from '../chatter/records/record-types.ts'
import { print } from '../lib/output.ts'
import { mustBeSound } from '../outbound/check-template.ts'
import type { Site } from '../store/site.ts'
import type { MailTemplateRow } from '../store/tables/templates.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Parts = {
  subject?: string
  layout?: string
  text?: string
  publish?: boolean
  version?: number
}
type AddOptions = Shown & Parts & { name?: string; language: string }

/** Mail templates, from files that an editor of one's own has written. */
export function templateCommands(template: Command): void {
  withParts(
    template.command('add').description('a new mail template; with its words a first version'),
  )
    .argument('<type>', 'a record type, such as ticket')
    .argument('<code>', 'what commands and rules call it')
    .option('--name <name>', 'what people call it')
    .option('--language <code>', 'its language', 'en')
    .action((type: string, code: string, options: AddOptions) =>
      withSite((site) => add(site, { type, code }, options)),
    )
  withParts(template.command('set').description('save a version of a template, or publish one'))
    .argument('<id>', 'its number', wholeNumber)
    .option('--version <number>', 'publish this version, an older one too', wholeNumber)
    .action((id: number, options: Shown & Parts) => withSite((site) => set(site, id, options)))
  template
    .command('list')
    .description('all mail templates with their numbers and versions')
    .option(...JSON_FLAG)
    .action((options: Shown) => withSite((site) => list(site, options)))
  template
    .command('remove')
    .description('take a template out of the lists; mails that were sent with it keep it')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) => withSite((site) => remove(site, id, options)))
}

function withParts(command: Command): Command {
  return command
    .option('--subject <text>', 'the subject, with values such as {{ record.name }}')
    .option('--layout <file>', 'a file with MJML sections')
    .option('--text <file>', 'a file with the text part')
    .option('--publish', 'send it from now on')
    .option(...JSON_FLAG)
}

async function add(
  site: Site,
  { type, code }: { type: string; code: string },
  options: AddOptions,
): Promise<void> {
  const { name = code, language } = options
  const at = site.clock.now()
  const template = await site.store.write(async (tx) => {
    const { id } = await recordTypeByCode(tx, type)
    return addTemplate(tx, { type: id, code, language, name, at })
  })
  // what cannot be used leaves no empty template behind
  await setParts(site, template, options).catch(async (failure) => {
    await site.store.write((tx) => removeTemplate(tx, template.id, at))
    throw failure
  })
  await print([await lineOf(site, template.id)], options.json)
}

async function set(site: Site, id: number, options: Shown & Parts): Promise<void> {
  const template = await site.store.read((reader) => templateById(reader, id))
  await setParts(site, template, options)
  await print([await lineOf(site, id)], options.json)
}

async function setParts(site: Site, template: MailTemplateRow, parts: Parts): Promise<void> {
  const { subject, layout, text, publish, version } = parts
  const at = site.clock.now()
  if (subject !== undefined || layout !== undefined || text !== undefined) {
    const content = await contentOf(site, template, parts)
    await mustBeSound(site, template, content)
    await site.store.write(async (tx) => {
      const by = (await systemPerson(tx, at)).id
      await saveDraft(tx, template, { ...content, by, at })
    })
  }
  if (!publish && version === undefined) return
  await site.store.write((tx) => publishVersion(tx, template, { number: version, at }))
}

/** What is not given stays as the newest version has it. */
async function contentOf(site: Site, { id }: MailTemplateRow, parts: Parts): Promise<Content> {
  const [newest] = await site.store.read((reader) => versionsOf(reader, id))
  return {
    subject: parts.subject ?? newest?.subject ?? '',
    layout:
      parts.layout === undefined ? (newest?.layout ?? '') : await readFile(parts.layout, 'utf8'),
    words: parts.text === undefined ? (newest?.words ?? '') : await readFile(parts.text, 'utf8'),
  }
}

async function list(site: Site, options: Shown): Promise<void> {
  const templates = await site.store.read((reader) => listTemplates(reader))
  const lines: object[] = []
  for (const { id } of templates) lines.push(await lineOf(site, id))
  await print(lines, options.json)
}

async function lineOf(site: Site, id: number): Promise<object> {
  return site.store.read(async (reader) => {
    const template = await templateById(reader, id)
    const types = await listRecordTypes(reader)
    const versions = await versionsOf(reader, id)
    return {
      template: id,
      type: types.find((type) => type.id === template.record_type_id)?.code,
      code: template.code,
      language: template.language,
      name: template.name,
      published: versions.find((version) => version.id === template.published_id)?.number ?? null,
      newest: versions[0]?.number ?? null,
    }
  })
}

async function remove(site: Site, id: number, options: Shown): Promise<void> {
  await site.store.write((tx) => removeTemplate(tx, id, site.clock.now()))
  await print([{ removed: id }], options.json)
}
