import { findPerson } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { composeAccountMail } from './account-mail.ts'
import { composeMail, type OutgoingMail } from './compose.ts'
import { type Notice, readNotice } from './notice.ts'
import { type Body, renderBody } from './render.ts'
import type { Templates } from './templates.ts'

/** Turns deliveries into mails. What several recipients share is read and rendered once. */
export type Writer = { write(delivery: DeliveryRow): Promise<OutgoingMail> }

const NOTICES_KEPT = 200

type Rendered = { notice: Notice; body: Body }

export function openWriter(site: Site, templates: Templates): Writer {
  const rendered = new Map<string, Promise<Rendered>>()

  const renderFor = (message: number, person: PersonRow): Promise<Rendered> => {
    const reader = {
      inside: person.kind === 'user',
      language: person.language,
      timeZone: person.time_zone,
    }
    const key = [message, reader.inside, reader.language, reader.timeZone].join(' ')
    const known = rendered.get(key)
    if (known) return known

    const made = render(site, templates, message, reader)
    rendered.set(key, made)
    made.catch(() => rendered.delete(key))
    if (rendered.size > NOTICES_KEPT) rendered.delete(rendered.keys().next().value!)
    return made
  }
  return {
    async write(delivery) {
      const person = await site.store.read((reader) => findPerson(reader, delivery.person_id))
      if (!person) throw new Error('The recipient is gone.')
      if (delivery.account_mail)
        return composeAccountMail(
          site,
          templates,
          delivery,
          person,
          readJson(delivery.account_mail),
        )
      const { notice, body } = await renderFor(delivery.message_id!, person)
      return composeMail(site, delivery, person, notice, body)
    },
  }
}

async function render(
  site: Site,
  templates: Templates,
  message: number,
  reader: { inside: boolean; language: string; timeZone: string },
): Promise<Rendered> {
  const notice = await site.store.read((from) => readNotice(from, message, reader.inside))
  if (!notice) throw new Error('The message is gone.')
  return { notice, body: await renderBody(site, templates, notice, reader) }
}
