import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { listAliases } from '../../gateway/chatter/aliases/aliases.ts'
import { messagesOfMail } from '../../gateway/chatter/messages/thread-entries.ts'
import {
  findKept,
  keptRecipients,
  listKeptMails,
  newestKept,
} from '../../gateway/chatter/notifications/kept-mails.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { findLoggedMail } from '../../gateway/inbound/mailbag/mail-log.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { partText } from '../../gateway/mail/parts/body.ts'
import { leavesOf } from '../../gateway/mail/parts/mime-part.ts'
import { parseMail } from '../../gateway/mail/parts/parse.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import type { Reader } from '../../gateway/store/store.ts'
import { hasDevInbox, mustBeOnThisMachine } from '../dev-inbox-rule.ts'
import { postLetter, replyTo } from '../dev-mail.ts'
import { type DevInbox, MAIL_VIEWS } from '../dev-shelf.ts'
import { idIn, line, needed, prose, read } from '../forms.ts'
import { FRAMED_MAIL } from '../headers.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { readUploads, uploadsOf } from '../uploads.ts'
import { devInboxPage } from '../views/dev-inbox.ts'

const Look = z.object({
  mail: z.coerce.number().int().positive().optional(),
  view: z.enum(MAIL_VIEWS).catch('rendered'),
  to: line(320),
  sent: line(40),
})
const Customer = z.object({
  name: line(),
  from: needed('From', 320),
  alias: line(320),
  to: line(320),
  subject: line(500),
  text: prose(),
})
const Answer = z.object({ text: prose() })

/** Both directions on one page, where no mail leaves this machine: write as a customer, see what Postern would send, answer it. */
export function devInboxRoutes(office: Office): Router {
  const routes = Router()
  if (!hasDevInbox(office.site)) return routes
  routes.use('/dev/inbox', (request, _response, next) => {
    mustBeOnThisMachine(office.site, request)
    next()
  })
  routes.get('/dev/inbox', (request, response) => showInbox(office, request, response))
  routes.get('/dev/inbox/newest', async (_request, response) => {
    response.set('Cache-Control', 'no-store').type('text')
    response.send(String(await office.site.store.read(newestKept)))
  })
  routes.get('/dev/inbox/:id/html', (request, response) => sendRendered(office, request, response))
  routes.post('/dev/inbox', readUploads(office.site), (request, response) =>
    writeAsCustomer(office, request, response),
  )
  routes.post('/dev/inbox/:id/reply', (request, response) =>
    replyAsReader(office, request, response),
  )
  return routes
}

async function showInbox(
  { site, intake }: Office,
  request: Request,
  response: Response,
): Promise<void> {
  const look = read(Look, request.query)
  const found = await site.store.read(async (reader) => ({
    aliases: (await listAliases(reader)).map((alias) => alias.address),
    mails: await listKeptMails(reader, look.to),
    recipients: await keptRecipients(reader),
    newest: await newestKept(reader),
    open: look.mail === undefined ? null : await findKept(reader, look.mail),
    sent: look.sent === '' ? null : await outcomeOf(reader, look.sent),
  }))
  const reading =
    found.open &&
    (await readMail(found.open.source, {
      mailFrom: null,
      ownDomains: await intake.directory.domains(),
    }))
  const inbox: DevInbox = {
    ...found,
    look,
    reading,
    here: { timeZone: 'UTC', now: site.clock.now() },
  }
  await showPage(request, response, {
    title: 'Dev inbox',
    content: devInboxPage(inbox),
    wide: true,
  })
}

/** What became of a mail that was written here. */
async function outcomeOf(reader: Reader, id: string): Promise<DevInbox['sent']> {
  const mail = await findLoggedMail(reader, id)
  if (!mail) return null
  const [message] = await messagesOfMail(reader, id)
  const record = message && (await findByThread(reader, message.thread_id))
  return {
    state: mail.state,
    reason: mail.reason,
    record: record ? referenceOf(record) : null,
    entry: message?.id ?? null,
  }
}

/** The HTML as it was composed, not cleaned: in a frame that can neither run nor fetch anything. */
async function sendRendered({ site }: Office, request: Request, response: Response): Promise<void> {
  const kept = await site.store.read((reader) => findKept(reader, idIn(request)))
  if (!kept) throw new Refused('not-found')
  const { root } = await parseMail(kept.source)
  const rich = leavesOf(root).find((leaf) => leaf.type === 'text/html')
  const page = rich ? partText(rich, new Set()) : '<p>This mail has no HTML part.</p>'
  response.set(FRAMED_MAIL).send(page)
}

async function writeAsCustomer(
  office: Office,
  request: Request,
  response: Response,
): Promise<void> {
  const letter = read(Customer, request.body)
  const to = letter.to || letter.alias
  if (to === '') throw new Refused('bad-input', 'Choose an alias, or write an address.')
  const id = await postLetter(office, { ...letter, to, files: uploadsOf(request) })
  response.redirect(303, `/dev/inbox?sent=${id}`)
}

async function replyAsReader(office: Office, request: Request, response: Response): Promise<void> {
  const { text } = read(Answer, request.body)
  const kept = await office.site.store.read((reader) => findKept(reader, idIn(request)))
  if (!kept) throw new Refused('not-found')
  const mail = await readMail(kept.source, { mailFrom: null, ownDomains: [] })
  const id = await postLetter(office, replyTo(mail, kept, text.replace(/\r\n?/g, '\n').trim()))
  response.redirect(303, `/dev/inbox?sent=${id}`)
}
