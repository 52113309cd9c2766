import { inLanguage } from '../chatter/mail-templates/send-template.ts'
import { templateById, versionsById } from '../chatter/mail-templates/templates.ts'
import type { TemplateValues } from '../chatter/mail-templates/values.ts'
import { readJson } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import type { MailTemplateVersionRow } from '../store/tables/templates.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import { clear } from './slots.ts'

/** The template that a message was sent with: its versions by language, frozen then, and its values. */
export type NoticeTemplate = {
  versions: (MailTemplateVersionRow & { language: string })[]
  values: TemplateValues
  /** It names its reader: it is written anew for each. */
  isPersonal: boolean
  /** A rule has sent it: no machine is to answer. */
  isAutomatic: boolean
}

export async function templateOf(
  reader: Reader,
  { template }: Pick<MessageRow, 'template'>,
): Promise<NoticeTemplate | null> {
  if (template === null) return null
  const use = readJson(template)
  const rows = await versionsById(reader, Object.values(use.versions))
  const versions = Object.entries(use.versions).flatMap(([language, id]) => {
    const row = rows.find((one) => one.id === id)
    return row ? [{ ...row, language }] : []
  })
  if (versions.length === 0) return null
  // what a customer has typed into a field must not be taken for a slot of ours
  const values = JSON.parse(clear(JSON.stringify(use.values))) as TemplateValues
  const isPersonal = versions.some(({ layout, words }) => /\brecipient\b/.test(layout + words))
  return { versions, values, isPersonal, isAutomatic: use.automatic === true }
}

/** The version for a reader, and its values with what only now is known: who reads it, and whether the record is open to them. */
export function ownFor(
  { versions, values }: NoticeTemplate,
  reader: { language: string; name?: string },
  { recordUrl, ...frame }: Record<string, unknown>,
): { version: MailTemplateVersionRow; values: object } {
  const version = inLanguage(versions, reader.language)
  const recipient = { name: clear(reader.name ?? values.recipient.name) }
  return {
    version,
    values: { ...frame, recordUrl, ...values, recipient, link: { record: recordUrl } },
  }
}

/** What the operators are told that it is about. */
export async function nameOfTemplate(
  reader: Reader,
  version: MailTemplateVersionRow,
): Promise<string> {
  const { code, language } = await templateById(reader, version.template_id).catch(() => ({
    code: `template ${version.template_id}`,
    language: '',
  }))
  return `${code} ${language}, version ${version.number}`.trim()
}
