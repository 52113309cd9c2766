import { Refused } from '../../lib/errors.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MailTemplateRow, MailTemplateVersionRow } from '../../store/tables/templates.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { postMessage } from '../messages/post.ts'
import { findPerson } from '../people/people.ts'
import type { OpenRecord } from '../records/records.ts'
import { fillWords, withoutTags } from './language.ts'
import { publishedTemplates, versionsById } from './templates.ts'
import { type TemplateValues, templateValues } from './values.ts'

/** A template as it would be said on a record, and the versions that its mails are laid out with. */
export type Filled = {
  subject: string
  text: string
  versions: Record<string, number>
  values: TemplateValues
}

const FALLBACK_LANGUAGE = 'en'

/**
 * Fills a published template for a record, in the customer's language where there is one.
 * @param wish sender: who is to stand as the author
 * @throws Refused where the record's type has no published template of that code; the message names those it has
 */
export async function fillTemplate(
  reader: Reader,
  open: OpenRecord,
  { code, sender }: { code: string; sender: Pick<PersonRow, 'name'> },
): Promise<Filled> {
  const versions = await publishedOf(reader, open.type.id, code)
  const { customer_id } = open.record
  const customer = customer_id === null ? null : await findPerson(reader, customer_id)
  const version = inLanguage(versions, customer?.language ?? FALLBACK_LANGUAGE)
  const values = await templateValues(reader, open, { sender, language: version.language })
  return {
    subject: filledOrBare(version.subject, values).replace(/\s+/g, ' ').trim(),
    text: filledOrBare(version.words, values).trim(),
    versions: Object.fromEntries(versions.map(({ language, id }) => [language, id])),
    values,
  }
}

/**
 * Posts a published template as a message: its words stand in the thread, its layout in the mails.
 * @param send automatic: no person has sent it, and its mails say so
 * @throws Refused as fillTemplate
 */
export async function sendTemplate(
  tx: Tx,
  open: OpenRecord,
  send: { code: string; author: PersonRow; named?: number[]; automatic?: true; at: number },
): Promise<MessageRow> {
  const { code, author, named = [], automatic, at } = send
  const { subject, text, versions, values } = await fillTemplate(tx, open, { code, sender: author })
  const template = { versions, values, ...(automatic ? { automatic } : {}) }
  return postMessage(tx, open.thread, {
    ...{ author, text, subject, template, at },
    named,
    addressed: named,
  })
}

type InLanguage = MailTemplateVersionRow & { language: string }

/** The version for a reader: in their language, in its plain form (pt for pt-BR), in English, or in whatever there is. */
export function inLanguage<Version extends { language: string }>(
  versions: Version[],
  language: string,
): Version {
  const wanted = [language, language.slice(0, 2), FALLBACK_LANGUAGE]
  const found = wanted.map((one) => versions.find((version) => version.language === one))
  return found.find((version) => version !== undefined) ?? versions[0]!
}

async function publishedOf(reader: Reader, type: number, code: string): Promise<InLanguage[]> {
  const all = await publishedTemplates(reader, type)
  const wanted = code.trim().toLowerCase()
  const chosen = all.filter((one) => one.code === wanted || one.name.toLowerCase() === wanted)
  if (chosen.length === 0) throw new Refused('not-found', noSuchTemplate(code, all))
  const rows = await versionsById(
    reader,
    chosen.map(({ published_id }) => published_id!),
  )
  return chosen.map((template) => ({
    ...rows.find(({ id }) => id === template.published_id)!,
    language: template.language,
  }))
}

function noSuchTemplate(code: string, all: MailTemplateRow[]): string {
  const codes = [...new Set(all.map((one) => one.code))]
  const there = codes.length === 0 ? 'There are none.' : `There are: ${codes.join(', ')}.`
  return `No template "${code}" is published here. ${there}`
}

/** A template that is broken all the same must not stop the mail: what can be said without its values is said. */
function filledOrBare(source: string, values: object): string {
  try {
    return fillWords(source, values)
  } catch {
    return withoutTags(source)
  }
}
