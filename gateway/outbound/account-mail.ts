import { accountMessageId } from '../mail/message-ids.ts'
import type { Site } from '../store/site.ts'
import type { AccountMail, DeliveryRow } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { OutgoingMail } from './compose.ts'
import { encodedText, headerBlock, mailbox, multipart, textPart } from './mime.ts'
import type { Templates } from './templates.ts'
import { type Words, wordsIn } from './words.ts'

/** A mail to one person about their account. */
export type AccountLetter = { delivery: DeliveryRow; person: PersonRow; mail: AccountMail }

/** A mail about somebody's account: no thread, no list, an answer goes nowhere and the text says what to do instead. */
export async function composeAccountMail(
  site: Site,
  templates: Templates,
  letter: AccountLetter,
): Promise<OutgoingMail> {
  const { delivery, person, mail } = letter
  const words = wordsIn(person.language)
  const values = signInValues(words, person.language, mail.link)
  const template = await templates.get(mail.template)
  const parts = [textPart('plain', template.text(values)), textPart('html', template.html(values))]
  const body = multipart('alternative', `=_account_${delivery.id.toString(36)}`, parts)
  const messageId = accountMessageId(delivery.id, site.domain, site.keys)
  const headers = headerBlock([
    ['From', mailbox('Postern', `postmaster@${site.domain}`)],
    ['To', mailbox(person.name, delivery.address)],
    ['Subject', encodedText(words.signInTitle)],
    ['Date', new Date(delivery.created_at).toUTCString().replace('GMT', '+0000')],
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

function signInValues(words: Words, language: string, link: string): Record<string, string> {
  return {
    language,
    direction: 'ltr',
    subject: words.signInTitle,
    preview: words.signInSentence,
    title: words.signInTitle,
    sentence: words.signInSentence,
    link,
    buttonLabel: words.signInButton,
    reasonSentence: words.signInReason,
  }
}
