import { randomUUID } from 'node:crypto'
import type { Site } from '../store/site.ts'
import type { AccountMail, DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { OutgoingMail } from './compose.ts'
import { encodedText, headerBlock, mailbox, multipart, textPart } from './mime.ts'
import type { Templates } from './templates.ts'
import { wordsIn } from './words.ts'

/** A mail about somebody's account: no thread, no list, an answer goes nowhere and the text says what to do instead. */
export async function composeAccountMail(
  site: Site,
  templates: Templates,
  delivery: DeliveryRow,
  person: PersonRow,
  mail: AccountMail,
): Promise<OutgoingMail> {
  const words = wordsIn(person.language)
  const values = {
    language: person.language,
    direction: 'ltr',
    subject: words.signInTitle,
    preview: words.signInSentence,
    title: words.signInTitle,
    sentence: words.signInSentence,
    link: mail.link,
    buttonLabel: words.signInButton,
    reasonSentence: words.signInReason,
  }
  const template = await templates.get(mail.template)
  const parts = [textPart('plain', template.text(values)), textPart('html', template.html(values))]
  const body = multipart('alternative', `=_account_${delivery.id.toString(36)}`, parts)
  const messageId = `a.${delivery.id.toString(36)}.${randomUUID()}@${site.domain}`
  const from = `postmaster@${site.domain}`
  const headers = headerBlock([
    ['From', mailbox('Postern', from)],
    ['To', mailbox(person.name, delivery.address)],
    ['Subject', encodedText(words.signInTitle)],
    ['Date', new Date(site.clock.now()).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${messageId}>`],
    ['MIME-Version', '1.0'],
    ['Auto-Submitted', 'auto-generated'],
    ['X-Auto-Response-Suppress', 'DR, RN, NRN, OOF, AutoReply'],
    ['X-Postern-Class', 'account'],
    ...body.headers,
  ])
  return {
    from: '',
    to: delivery.address,
    messageId,
    source: Buffer.from(`${headers}\r\n\r\n${body.body}`),
  }
}
