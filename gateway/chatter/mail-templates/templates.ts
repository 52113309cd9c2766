import { Refused } from '../../lib/errors.ts'
import { find, insert, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type MailTemplateRow,
  type MailTemplateVersionRow,
  mailTemplates,
  mailTemplateVersions,
} from '../../store/tables/templates.ts'
import { recordTypeById } from '../records/record-types.ts'
import { type Fault, faultsOfTags } from './language.ts'
import { faultsOfLayout } from './layout-check.ts'
import { valueNames } from './values.ts'

/** Mail templates: one row for each record type, code and language, with its versions. */
export type TemplateWish = {
  type: number
  code: string
  language: string
  name: string
  at: number
}

/** What a version says. `layout` are MJML sections, `words` is the text part. */
export type Content = Pick<MailTemplateVersionRow, 'subject' | 'layout' | 'words'>

/** A template that was refused because of what it says, with where. */
export class Faulty extends Refused {
  readonly faults: Fault[]

  constructor(faults: Fault[]) {
    super('bad-input', faults.map(faultText).join('\n'))
    this.faults = faults
  }
}

export function faultText({ part, line, column, says }: Fault): string {
  return `${part}, line ${line}, column ${column}: ${says}`
}

/** @throws Refused for a code or language that is none, or where there is such a template */
export async function addTemplate(tx: Tx, wish: TemplateWish): Promise<MailTemplateRow> {
  const { type, code, language, name, at } = wish
  await recordTypeById(tx, type)
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(code))
    throw new Refused('bad-input', 'A code is small letters, digits and hyphens.')
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(language))
    throw new Refused('bad-input', `"${language}" is no language: write en, de or pt-BR.`)
  const key = { record_type_id: type, code, language, removed_at: null }
  if (await find(tx, mailTemplates, key))
    throw new Refused('already-there', `There is a template "${code}" in ${language}.`)
  return insert(tx, mailTemplates, {
    record_type_id: type,
    code,
    language,
    name: name.trim() || code,
    created_at: at,
  })
}

/** What can be said of a version without the MJML compiler: outbound/check-template.ts asks that one too. */
export async function faultsIn(
  reader: Reader,
  template: MailTemplateRow,
  content: Content,
): Promise<Fault[]> {
  const known = valueNames(await recordTypeById(reader, template.record_type_id))
  const empty = (part: 'subject' | 'words', says: string): Fault[] =>
    content[part].trim() === '' ? [{ part, line: 1, column: 1, says }] : []
  return [
    ...empty('subject', 'A subject is needed.'),
    ...empty('words', 'A text part is needed: many people read only that.'),
    ...faultsOfTags('subject', content.subject, known),
    ...faultsOfTags('words', content.words, known),
    ...faultsOfTags('layout', content.layout, known),
    ...faultsOfLayout(content.layout),
  ]
}

/**
 * Saves what the next version is to say; a draft that is there is overwritten, what was published never is.
 * @throws Faulty
 */
export async function saveDraft(
  tx: Tx,
  template: MailTemplateRow,
  { by, at, ...content }: Content & { by: number; at: number },
): Promise<MailTemplateVersionRow> {
  const faults = await faultsIn(tx, template, content)
  if (faults.length > 0) throw new Faulty(faults)
  const [newest] = await versionsOf(tx, template.id)
  const row = { ...content, author_id: by, saved_at: at }
  if (newest && newest.published_at === null)
    return (await update(tx, mailTemplateVersions, { id: newest.id }, row))[0]!
  const number = (newest?.number ?? 0) + 1
  return insert(tx, mailTemplateVersions, { template_id: template.id, number, ...row })
}

/**
 * Makes a version the one that is sent. An older one may be named: that takes the template back to it.
 * @throws Refused where there is no such version
 */
export async function publishVersion(
  tx: Tx,
  template: MailTemplateRow,
  { number, at }: { number?: number | undefined; at: number },
): Promise<MailTemplateVersionRow> {
  const versions = await versionsOf(tx, template.id)
  const version = number === undefined ? versions[0] : versions.find((one) => one.number === number)
  if (!version) throw new Refused('not-found', 'There is no such version.')
  const published_at = version.published_at ?? at
  await update(tx, mailTemplates, { id: template.id }, { published_id: version.id })
  return (await update(tx, mailTemplateVersions, { id: version.id }, { published_at }))[0]!
}

/** Takes a template out of the lists; mails that were sent with it keep it. */
export async function removeTemplate(tx: Tx, id: number, at: number): Promise<MailTemplateRow> {
  const [gone] = await update(tx, mailTemplates, { id, removed_at: null }, { removed_at: at })
  if (!gone) throw new Refused('not-found', 'There is no such template.')
  return gone
}

export async function restoreTemplate(tx: Tx, id: number): Promise<void> {
  const gone = await find(tx, mailTemplates, { id })
  if (!gone) throw new Refused('not-found', 'There is no such template.')
  const { record_type_id, code, language } = gone
  const same = await find(tx, mailTemplates, { record_type_id, code, language, removed_at: null })
  if (same) throw new Refused('already-there', `There is a template "${code}" in ${language}.`)
  await update(tx, mailTemplates, { id }, { removed_at: null })
}

/** Newest first. */
export async function versionsOf(
  reader: Reader,
  template: number,
): Promise<MailTemplateVersionRow[]> {
  const where = { template_id: template }
  return list(reader, mailTemplateVersions, { where, order: 'number desc', limit: 200 })
}

export async function versionsById(
  reader: Reader,
  ids: number[],
): Promise<MailTemplateVersionRow[]> {
  return list(reader, mailTemplateVersions, { where: { id: ids }, limit: 100 })
}

/** @throws Refused where there is no such template */
export async function templateById(reader: Reader, id: number): Promise<MailTemplateRow> {
  const found = await find(reader, mailTemplates, { id, removed_at: null })
  if (!found) throw new Refused('not-found', 'There is no such template.')
  return found
}

export async function findTemplate(
  reader: Reader,
  key: { type: number; code: string; language: string },
): Promise<MailTemplateRow | null> {
  const { type: record_type_id, code, language } = key
  return find(reader, mailTemplates, { record_type_id, code, language, removed_at: null })
}

const MOST_LISTED = 500

export async function listTemplates(reader: Reader, type?: number): Promise<MailTemplateRow[]> {
  const where = { removed_at: null, ...(type === undefined ? {} : { record_type_id: type }) }
  return list(reader, mailTemplates, {
    where,
    order: 'record_type_id, code, language',
    limit: MOST_LISTED,
  })
}

export async function publishedTemplates(reader: Reader, type: number): Promise<MailTemplateRow[]> {
  return (await listTemplates(reader, type)).filter(({ published_id }) => published_id !== null)
}
