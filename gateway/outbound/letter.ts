import { writeToken } from '../mail/addresses.ts'
import { accountMessageId, threadRootId } from '../mail/message-ids.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { DeliveryRow, Letter, LetterAbout } from '../store/tables/followers.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { OutgoingMail } from './compose.ts'
import {
  encodedText,
  type Header,
  headerBlock,
  mailbox,
  multipart,
  softly,
  textPart,
} from './mime.ts'
import { clear } from './slots.ts'
import type { Templates } from './templates.ts'
import { fill, wordsIn } from './words.ts'

/** Lines of a letter that are written out: a receipt of a mail full of commands stays readable. */
const MOST_LINES = 60
const PREVIEW = 90

/**
 * A letter to one person: no entry of a thread, no list. What answers a mail says so (RFC 3834 sections 3.1.5 and 3.1.7), so that no
 * machine answers it, and threads with it.
 */
export async function composeLetter(
  site: Site,
  templates: Templates,
  { delivery, person, letter }: { delivery: DeliveryRow; person: PersonRow; letter: Letter },
): Promise<OutgoingMail> {
  const values = letterValues(letter, person, linksOf(site, letter, person))
  const template = await templates.get('letter')
  const { made } = letter
  const parts = [
    textPart('plain', made ? softly(made.text) : template.text(values)),
    textPart('html', made ? softly(made.html) : template.html(values)),
  ]
  const body = multipart('alternative', `=_letter_${delivery.id.toString(36)}`, parts)
  const from = letter.from ?? { name: 'Postern', address: `postmaster@${site.domain}` }
  const messageId = accountMessageId(delivery.id, site.domain, site.keys)
  const headers = headerBlock([
    ['From', mailbox(from.name, from.address)],
    ['To', mailbox(person.name, delivery.address)],
    ...answering(letter),
    ...leadingTo(site, letter, person),
    ['Subject', encodedText(letter.answers?.subject ?? values.subject)],
    ['Date', new Date(delivery.created_at).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${messageId}>`],
    ['MIME-Version', '1.0'],
    ['Auto-Submitted', isAnswer(letter) ? 'auto-replied' : 'auto-generated'],
    ['X-Auto-Response-Suppress', 'DR, RN, NRN, OOF, AutoReply'],
    ['X-Postern-Class', letter.answers || letter.about ? letter.words : 'account'],
    ...body.headers,
  ])
  return {
    from: '',
    to: delivery.address,
    messageId,
    source: Buffer.from(`${headers}\r\n\r\n${body.body}`),
  }
}

/** An invitation stands in a thread, and answers no mail. */
function isAnswer({ answers, words }: Letter): boolean {
  return answers !== null && words !== 'invitation' && words !== 'rating'
}

function answering({ answers }: Letter): Header[] {
  if (!answers) return []
  const { messageId, references, replyTo } = answers
  const ids = [...references, ...(messageId ? [messageId] : [])].map((id) => `<${id}>`)
  return [
    ...(replyTo ? [['Reply-To', `<${replyTo}>`] as Header] : []),
    ...(messageId ? [['In-Reply-To', `<${messageId}>`] as Header] : []),
    ...(ids.length > 0 ? [['References', ids.join(' ')] as Header] : []),
  ]
}

/** An answer goes to the record that the letter is about, as a note; the thread's root groups it there. */
function leadingTo(site: Site, { answers, about }: Letter, person: PersonRow): Header[] {
  if (answers || !about) return []
  const root = threadRootId(about.thread, site.domain, site.keys)
  return [
    ['Reply-To', `<${answerAddress(site, about, person)}>`],
    ['References', `<${root}>`],
  ]
}

function answerAddress(
  site: Site,
  { address, number }: LetterAbout,
  { id: person }: PersonRow,
): string {
  return writeToken({ address, number, person, kind: 'n', domain: site.domain }, site.keys)
}

/** RFC 6068 section 2 (mailto). */
function linksOf(site: Site, { links, about, words }: Letter, person: PersonRow): string[] {
  return links.map((link) => {
    if (link.startsWith('/')) return `${baseUrlOf(site)}${link}`
    if (!link.startsWith('answer:') || !about) return link
    const body = encodeURIComponent(link.slice('answer:'.length))
    const subject = encodeURIComponent(
      wordsIn(person.language).letters[words].buttons[links.indexOf(link)] ?? '',
    )
    return `mailto:${encodeURIComponent(answerAddress(site, about, person)).replace('%40', '@')}?subject=${subject}&body=${body}`
  })
}

/** What the template takes. What others have written is cleared of our own marks; the template escapes it. */
function letterValues(
  { words, values, paragraphs = [], lines }: Letter,
  { kind, language }: PersonRow,
  links: string[],
) {
  const { letterMarker, letters } = wordsIn(language)
  const { subject, sentences, buttons, reason } = letters[words]
  const filled = (sentence: string) => clear(fill(sentence, values))
  return {
    language,
    direction: 'ltr',
    // what a user passes on below it is not mailed again: see mail/trimming/own-marker.ts
    marker: kind === 'user' ? letterMarker : '',
    subject: filled(subject),
    title: filled(subject),
    preview: clear(paragraphs[0] ?? filled(sentences[0] ?? '')).slice(0, PREVIEW),
    sentences: [...paragraphs.map(clear), ...sentences.map(filled)],
    lines: lines.slice(0, MOST_LINES).map((line) => clear(line)),
    buttons: links.map((link, index) => ({ link, label: filled(buttons[index] ?? '') })),
    reasonSentence: filled(reason),
  }
}
