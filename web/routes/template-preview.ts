import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { fillWords } from '../../gateway/chatter/mail-templates/language.ts'
import { faultText } from '../../gateway/chatter/mail-templates/templates.ts'
import { templateValues } from '../../gateway/chatter/mail-templates/values.ts'
import { sendLetter } from '../../gateway/chatter/notifications/letters.ts'
import { addressOf } from '../../gateway/chatter/people/people.ts'
import {
  findByReference,
  type OpenRecord,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { faultsOfTemplate, previewOf } from '../../gateway/outbound/check-template.ts'
import { fill as filledWords, wordsIn } from '../../gateway/outbound/words.ts'
import { baseUrlOf } from '../../gateway/store/site.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { idIn, line, read } from '../forms.ts'
import { FRAMED_MAIL } from '../headers.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { contentIn, readEditor } from '../template-forms.ts'
import { faultsFrame, textFrame } from '../views/template-frames.ts'
import { userOf } from '../visit.ts'

const Wish = z.object({
  sample: line(20),
  show: z.enum(['light', 'dark', 'text']).default('light'),
})

/** What the editor shows in its frame, and a mail of it to whoever edits. Nothing is saved by either. */
export function previewRoutes(office: Office): Router {
  const routes = Router()
  routes.post('/admin/templates/:id/preview', (request, response) =>
    preview(office, request, response),
  )
  routes.post('/admin/templates/:id/test', (request, response) => test(office, request, response))
  return routes
}

async function preview(office: Office, request: Request, response: Response): Promise<void> {
  const { show } = read(Wish, request.body)
  const found = await render(office, request, userOf(response))
  response.set(FRAMED_MAIL)
  if ('faults' in found) return void response.send(faultsFrame(found.faults).value)
  const page = show === 'text' ? textFrame(found.text).value : inScheme(found.html, show)
  response.set('X-Mail-Bytes', String(found.bytes)).send(page)
}

/** A frame cannot be told which scheme its reader prefers, so the page is. */
function inScheme(html: string, scheme: 'light' | 'dark'): string {
  const query = /@media \(prefers-color-scheme: dark\)/g
  return html.replace(query, scheme === 'dark' ? '@media all' : '@media not all')
}

type Rendered =
  | { faults: string[] }
  | { html: string; text: string; bytes: number; subject: string }

async function render({ site }: Office, request: Request, viewer: PersonRow): Promise<Rendered> {
  const typed = contentIn(request)
  const { sample } = read(Wish, request.body)
  const { open, template, ...values } = await site.store.read(async (reader) => {
    const { template, sample: newest } = await readEditor(reader, idIn(request))
    const open = await findByReference(reader, sample || newest)
    const fits = open !== null && open.type.id === template.record_type_id
    if (!fits) return { template, open: null, values: null }
    const language = template.language
    return {
      template,
      open,
      values: await templateValues(reader, open, { sender: viewer, language }),
    }
  })
  const faults = await faultsOfTemplate(site, template, typed)
  if (faults.length > 0) return { faults: faults.map(faultText) }
  if (!open || !values.values)
    return {
      faults: ['There is no such record of this type. Name one, such as T-1, to see it filled.'],
    }
  const frame = frameValues({ site }, { open, viewer, language: template.language })
  const filled = { ...frame, ...values.values, recipient: { name: viewer.name } }
  const subject = fillWords(typed.subject, filled)
  return {
    ...(await previewOf(site, typed, { ...filled, subject, link: { record: frame.recordUrl } })),
    subject,
  }
}

/** What stands around the template in a real mail to the viewer. */
function frameValues(
  { site }: Pick<Office, 'site'>,
  { open, viewer, language }: { open: OpenRecord; viewer: PersonRow; language: string },
) {
  const words = wordsIn(language)
  const record = referenceOf(open)
  return {
    language,
    direction: 'ltr',
    subject: open.thread.subject,
    preview: viewer.name,
    marker: words.marker,
    barSign: '✉',
    barSentence: filledWords(words.barMessage, { record }),
    recordUrl: `${baseUrlOf(site)}/records/${record}`,
    buttonLabel: filledWords(words.openRecord, { record }),
    reasonSentence: filledWords(words.reasons['follower_hand'] ?? '', { record }),
    leaveLabel: words.leave,
    leaveUrl: `${baseUrlOf(site)}/`,
    reference: filledWords(words.reference, { reference: record }),
  }
}

/** A letter of the written words and the size: it shows what arrives, in the viewer's own mail program. */
async function test(office: Office, request: Request, response: Response): Promise<void> {
  const { site } = office
  const viewer = userOf(response)
  const found = await render(office, request, viewer)
  if ('faults' in found) throw new Refused('bad-input', found.faults.join('\n'))
  await site.store.write(async (tx) => {
    const address = await addressOf(tx, viewer)
    const letter = {
      words: 'template-test' as const,
      values: { subject: found.subject },
      lines: [],
      links: [],
      answers: null,
      forUser: true as const,
      made: { html: found.html, text: found.text },
    }
    await sendLetter(tx, { person: viewer.id, address, letter, at: site.clock.now() })
  })
  site.outboxBell.ring()
  const path = `/admin/templates/${idIn(request)}`
  await redirectWith(request, response, {
    path,
    notice: { text: 'A test mail is on its way to you. It is not saved.' },
  })
}
