import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { messagesOfMail } from '../../gateway/chatter/messages/thread-entries.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { blockSenderOf } from '../../gateway/inbound/admission/block-sender.ts'
import { whereItWouldGo } from '../../gateway/inbound/dry-run.ts'
import { findLoggedMail, readMailLog } from '../../gateway/inbound/mailbag/mail-log.ts'
import { dropMail, releaseMail, replayMail } from '../../gateway/inbound/mailbag/operate.ts'
import { findInbound, sourceOf } from '../../gateway/inbound/mailbag/received.ts'
import type { Destination } from '../../gateway/inbound/routing/destination.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { dismissAlarm, openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { heldWaiting } from '../../gateway/store/sql/health.ts'
import type { Reader } from '../../gateway/store/store.ts'
import { idIn, line, read, wordIn } from '../forms.ts'
import { STRANGERS_FILE } from '../headers.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { type FiledEntry, mailPage, mailsPage } from '../views/mails.ts'
import { userOf, visitOf } from '../visit.ts'

const Filter = z.object({
  state: z
    .enum(['pending', 'filed', 'held', 'refused', 'ignored', 'failed'])
    .optional()
    .catch(undefined),
  messageId: line(900).transform((id) => id.replace(/^<|>$/g, '')),
  address: line(320),
  before: line(40),
  tick: z.enum(['all']).optional().catch(undefined),
})

/** What an operator can do with a mail; the words are those of the trace. */
const ACTS = {
  replay: { verb: replayMail, done: 'is tried again' },
  release: { verb: releaseMail, done: 'is released' },
  drop: { verb: dropMail, done: 'is dropped; its original is kept' },
  block: { verb: blocking('address'), done: 'is dropped, and its sender is blocked' },
  'block-domain': {
    verb: blocking('domain'),
    done: 'is dropped, and its sender’s domain is blocked',
  },
} as const

function blocking(all: 'address' | 'domain') {
  return (site: Office['site'], id: string, by: string) => blockSenderOf(site, id, { by, all })
}

/** The mail log: what came in, what became of it, and acting on what waits. */
export function mailRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/mails', (request, response) => showLog(office, request, response))
  routes.post('/mails/alarms/:id/dismiss', (request, response) =>
    dismiss(office, request, response),
  )
  routes.get('/mails/:id', (request, response) => showMail(office, request, response))
  routes.get('/mails/:id/raw', (request, response) => sendRaw(office, request, response))
  for (const act of ['replay', 'release', 'drop', 'block', 'block-domain'] as const) {
    routes.post(`/mails/:id/${act}`, (request, response) =>
      perform(office, act, { request, response }),
    )
  }
  return routes
}

async function showLog({ site }: Office, request: Request, response: Response): Promise<void> {
  const { tick, ...filter } = read(Filter, request.query)
  const now = site.clock.now()
  const found = await site.store.read(async (reader) => ({
    ...(await readMailLog(reader, filter)),
    waiting: await heldWaiting(reader, now - DAY),
    alarms: await openAlarmsIn(reader),
  }))
  const here = { timeZone: userOf(response).time_zone, now }
  const { token } = visitOf(response)
  const content = mailsPage({ ...found, filter, here, token, ticked: tick === 'all' })
  await showPage(request, response, { title: 'Mail log', content, section: 'mails' })
}

async function dismiss({ site }: Office, request: Request, response: Response): Promise<void> {
  const by = userOf(response).id
  await site.store.write((tx) => dismissAlarm(tx, idIn(request), { by, at: site.clock.now() }))
  const notice = { text: 'The alarm is dismissed. It comes back if it happens again.' }
  await redirectWith(request, response, { path: '/mails', notice })
}

async function showMail(office: Office, request: Request, response: Response): Promise<void> {
  const { site } = office
  const id = wordIn(request, 'id')
  const { mail, entries } = await site.store.read(async (reader) => ({
    mail: await findLoggedMail(reader, id),
    entries: await entriesOf(reader, id),
  }))
  if (!mail) throw new Refused('not-found', 'There is no such mail.')
  const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
  const asked = request.query['where'] !== undefined && mail.state === 'held'
  const wouldGo = asked ? await dryRun(office, id) : null
  const content = mailPage({ mail, entries, here, token: visitOf(response).token, wouldGo })
  await showPage(request, response, { title: `Mail ${mail.id}`, content, section: 'mails' })
}

async function dryRun({ site, intake }: Office, id: string): Promise<Destination[] | null> {
  const mail = await site.store.read((reader) => findInbound(reader, id))
  return mail && whereItWouldGo({ ...intake, site }, mail)
}

async function entriesOf(reader: Reader, id: string): Promise<FiledEntry[]> {
  const entries: FiledEntry[] = []
  for (const message of await messagesOfMail(reader, id)) {
    const open = await findByThread(reader, message.thread_id)
    if (open)
      entries.push({
        reference: referenceOf(open),
        name: open.record.name,
        message: message.id,
        kind: message.kind,
      })
  }
  return entries
}

async function sendRaw({ site }: Office, request: Request, response: Response): Promise<void> {
  const id = wordIn(request, 'id')
  const mail = await site.store.read((reader) => findLoggedMail(reader, id))
  if (!mail) throw new Refused('not-found', 'There is no such mail.')
  const source = await sourceOf(site, mail.id)
  response.set({
    ...STRANGERS_FILE,
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${mail.id}.eml"`,
  })
  response.send(source)
}

async function perform(
  { site, intake }: Office,
  act: keyof typeof ACTS,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const id = wordIn(request, 'id')
  await ACTS[act].verb(site, id, userOf(response).name)
  intake.sorter.arrived(id)
  await redirectWith(request, response, {
    path: `/mails/${id}`,
    notice: { text: `This mail ${ACTS[act].done}.` },
  })
}
