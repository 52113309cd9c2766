import type { Request } from 'express'
import { z } from 'zod'
import {
  type Content,
  templateById,
  versionsOf,
} from '../gateway/chatter/mail-templates/templates.ts'
import { valueNames } from '../gateway/chatter/mail-templates/values.ts'
import { recordTypeById } from '../gateway/chatter/records/record-types.ts'
import type { Reader } from '../gateway/store/store.ts'
import { prose, read } from './forms.ts'

const ContentForm = z.object({
  subject: prose(1000),
  layout: prose(210_000),
  words: prose(100_000),
})

/** All that the editor of a template shows. */
export async function readEditor(reader: Reader, id: number) {
  const template = await templateById(reader, id)
  const type = await recordTypeById(reader, template.record_type_id)
  const sample = await reader.one<{ number: number }>(
    'select number from records where record_type_id = $1 order by number desc limit 1',
    [type.id],
  )
  return {
    template,
    type,
    versions: await versionsOf(reader, id),
    known: valueNames(type),
    sample: sample ? `${type.prefix}-${sample.number}` : '',
  }
}

/** Browsers end lines in CR LF. */
export function contentIn(request: Request): Content {
  const { subject, layout, words } = read(ContentForm, request.body)
  const lines = (text: string) => text.replace(/\r\n?/g, '\n')
  return { subject: subject.trim(), layout: lines(layout), words: lines(words) }
}
