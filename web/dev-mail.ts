import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import MailComposer from 'nodemailer/lib/mail-composer'
import { isOnTheWay } from '../gateway/chatter/notifications/kept-mails.ts'
import { INLINE_SIZE } from '../gateway/inbound/mailbag/arrival.ts'
import { Refused } from '../gateway/lib/errors.ts'
import type { Reading } from '../gateway/mail/reading.ts'
import type { Office } from './office.ts'

/** A mail that somebody outside writes, by the dev inbox. */
export type Letter = {
  name: string
  from: string
  to: string
  subject: string
  text: string
  inReplyTo?: string | null
  references?: string[]
  files: { originalname: string; mimetype: string; path: string }[]
}

const FILED_WITHIN = 5000
const MAILED_WITHIN = 3000
const LOOK_EVERY = 50

/**
 * Hands a mail to the mailbag as the SMTP door would, and waits until it is filed and its notifications are written.
 * @returns the id of the received mail
 * @throws Refused where the address leads nowhere, in the words of RCPT
 */
export async function postLetter(office: Office, letter: Letter): Promise<string> {
  const { intake, site } = office
  const lead = await intake.directory.lookUp(letter.to)
  if (['unknown', 'forged', 'foreign'].includes(lead.kind))
    throw new Refused('no-such-mailbox', `There is no mailbox ${letter.to} here.`)

  const id = await accept(office, letter, await compose(letter))
  intake.sorter.arrived(id)
  await Promise.race([intake.sorter.idle(), pause(FILED_WITHIN)])
  for (let waited = 0; waited < MAILED_WITHIN; waited += LOOK_EVERY) {
    if (!(await site.store.read((reader) => isOnTheWay(reader, id)))) break
    await pause(LOOK_EVERY)
  }
  return id
}

async function accept({ intake, site }: Office, letter: Letter, source: Buffer): Promise<string> {
  const arrival = {
    door: 'dev' as const,
    remote: 'dev inbox',
    mailFrom: letter.from,
    recipients: [letter.to],
    authenticated: letter.from,
    size: source.length,
  }
  if (source.length <= INLINE_SIZE) return intake.mailbag.accept({ ...arrival, source, file: null })

  const id = intake.mailbag.newId()
  const original = await site.files.startOriginal(id)
  await original.write(source)
  await original.finish()
  return intake.mailbag.accept({ ...arrival, source: null, file: original.name }, id)
}

async function compose(letter: Letter): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: letter.name, address: letter.from },
    to: letter.to,
    subject: letter.subject,
    text: letter.text,
    ...(letter.inReplyTo ? { inReplyTo: `<${letter.inReplyTo}>` } : {}),
    ...(letter.references?.length
      ? { references: letter.references.map((id) => `<${id}>`).join(' ') }
      : {}),
    attachments: await Promise.all(
      letter.files.map(async (file) => ({
        filename: file.originalname,
        contentType: file.mimetype,
        content: await readFile(file.path),
      })),
    ),
  })
  return composer.compile().build()
}

/**
 * Answers a mail as its reader's client would: to its Reply-To, with its id as parent and its text quoted below.
 * RFC 5322 section 3.6.4.
 */
export function replyTo(
  mail: Reading,
  reader: { name: string; address: string },
  text: string,
): Letter {
  const to = mail.replyTo[0] ?? mail.from[0]
  if (!to) throw new Refused('bad-input', 'This mail takes no reply.')
  const subject = mail.subject ?? ''
  return {
    name: reader.name,
    from: reader.address,
    to: to.address,
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: `${text}\n\n${quoted(mail)}\n`,
    inReplyTo: mail.messageId,
    references: mail.messageId ? [...mail.references, mail.messageId] : mail.references,
    files: [],
  }
}

function quoted(mail: Reading): string {
  const [author] = mail.from
  const when = mail.date
    ? new Date(mail.date).toUTCString().replace(/:\d\d GMT$/, '')
    : 'an earlier day'
  const lines = mail.text.trimEnd().split(/\r?\n/)
  return `On ${when}, ${author?.name ?? 'somebody'} <${author?.address ?? ''}> wrote:\n${lines.map((line) => `> ${line}`).join('\n')}`
}
