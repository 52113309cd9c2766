import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished } from 'vitest'
import { type AliasWish, addAlias } from '../gateway/chatter/aliases/aliases.ts'
import { follow, followersOf } from '../gateway/chatter/followers/follow.ts'
import { listMessages } from '../gateway/chatter/messages/thread-entries.ts'
import { addPerson, personByAddress } from '../gateway/chatter/people/people.ts'
import {
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../gateway/chatter/records/records.ts'
import { releaseMail } from '../gateway/inbound/mailbag/operate.ts'
import { findInbound } from '../gateway/inbound/mailbag/received.ts'
import type { Clock } from '../gateway/lib/clock.ts'
import { readConfig } from '../gateway/lib/config.ts'
import { silentLog } from '../gateway/lib/log.ts'
import { type TokenKind, writeToken } from '../gateway/mail/addresses.ts'
import { readMail } from '../gateway/mail/read-mail.ts'
import type { Reading } from '../gateway/mail/reading.ts'
import { startDelivery } from '../gateway/processes/delivery.ts'
import { type Intake, openIntake } from '../gateway/processes/intake.ts'
import { prepareStore } from '../gateway/processes/prepare-store.ts'
import { runChores } from '../gateway/processes/scheduler.ts'
import { startSmtp } from '../gateway/processes/smtp.ts'
import { list } from '../gateway/store/rows.ts'
import { openSite, type Site } from '../gateway/store/site.ts'
import type { InboundRow } from '../gateway/store/tables/mailbag.ts'
import type { MessageRow } from '../gateway/store/tables/threads.ts'
import { attachments, records } from '../gateway/store/tables/threads.ts'
import { ada, kim, type Player } from './cast.ts'
import { newDatabase } from './databases.ts'
import { sharedReaders } from './readers.ts'

/** A mail as a test writes it; `raw` overrides all else. */
export type TestMail = {
  from?: Player
  to: string | string[]
  subject?: string
  text?: string
  html?: string
  headers?: Record<string, string>
  messageId?: string
  inReplyTo?: string
  references?: string[]
  attachments?: { filename: string; content: string | Buffer; cid?: string }[]
  date?: Date
  raw?: string | Buffer
}

export type SentMail = {
  to: string
  recipients: string[]
  from: string
  reading: Reading
  source: string
}

/** How the test's relay answers: a code and words for an address, or nothing for 250. */
export type RelayMood = (address: string) => { code: number; text: string } | null

export type House = Awaited<ReturnType<typeof openHouse>>

/**
 * The real product on a real store: SMTP server, sorter, courier, and a relay that keeps what it gets. Time stands still until a
 * test moves it. Everything is closed when the test ends.
 */
export async function openHouse(settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-'))
  takeCompiledTemplates(folder)
  const relay = await openRelay()
  const clock = movableClock()
  const config = readConfig({
    DATA_DIR: folder,
    SMTP_PORT: '0',
    BASE_URL: 'https://postern.example.test',
    RELAY_URL: `smtp://127.0.0.1:${relay.port}`,
    SECRET_KEY: 'a key that only tests know',
    // nobody listens there: what a test does not prove is not proved
    DNS_SERVERS: '127.0.0.1:9',
    DATABASE_URL: await newDatabase(),
    ...settings,
  })
  const site = openSite(config, { clock, log: silentLog })
  await prepareStore(site)
  await site.store.write(async (tx) => {
    await addPerson(tx, { name: kim.name, address: kim.email, role: 'agent' }, clock.now())
    await addPerson(tx, { name: ada.name, address: ada.email, role: 'owner' }, clock.now())
    await addAlias(tx, { address: 'support@example.test', type: 'ticket' }, clock.now())
  })
  const intake = openIntake(site, sharedReaders())
  const smtp = await startSmtp(site, intake)
  const delivery = startDelivery(site)
  const port = Number(smtp.address!.split(':')[1])
  const close = async () => {
    await Promise.all([smtp.stop(), delivery.stop()])
    await intake.stop()
    await site.close()
    await relay.close()
    rmSync(folder, { recursive: true, force: true })
  }
  onTestFinished(close)

  const settle = async () => {
    await intake.sorter.idle()
    await delivery.courier.idle()
  }
  return {
    site,
    clock,
    intake,
    port,
    settle,
    /** What the scheduler does when its time has come; then the mails of it are sent. */
    async schedule(): Promise<void> {
      await runChores(site)
      await settle()
    },
    sent: relay.mails,
    relay,
    ...inbound(site, intake, port, settle),
    ...look(site),
    alias: (wish: AliasWish) => site.store.write((tx) => addAlias(tx, wish, clock.now())),
    follow: (open: OpenRecord, who: Player) => followAs(site, open, who),
    async unfollowed(open: OpenRecord, who: Player): Promise<void> {
      await site.store.write((tx) =>
        addPerson(tx, { name: who.name, address: who.email }, clock.now()),
      )
      expect(await followerAddresses(site, open)).not.toContain(who.email)
    },
    async release(id: string): Promise<InboundRow> {
      await releaseMail(site, id, 'a test')
      intake.sorter.arrived(id)
      await settle()
      return (await site.store.read((reader) => findInbound(reader, id)))!
    },
    idOf: async (who: Player) =>
      (await site.store.read((reader) => personByAddress(reader, who.email))).id,
    replyAddress: (open: OpenRecord, who: Player, kind: TokenKind = 'm') =>
      replyAddress(site, { open, who, kind }),
  }
}

/** Compiled once for the whole run: see compiled-templates.ts. */
export function takeCompiledTemplates(dataDir: string): void {
  const compiled = process.env['TEST_TEMPLATE_CACHE']
  if (compiled) cpSync(compiled, join(dataDir, 'cache'), { recursive: true })
}

function inbound(site: Site, intake: Intake, port: number, settle: () => Promise<void>) {
  /** Sends a mail over SMTP and waits until it is filed and its notifications are sent. @throws what SMTP refuses */
  const send = async (mail: TestMail): Promise<string> => {
    const response = await submit(port, { date: new Date(site.clock.now()), ...mail })
    await settle()
    return /Kept as (\w+)/.exec(response)?.[1] ?? ''
  }
  return {
    send,
    async receive(mail: TestMail): Promise<InboundRow> {
      const id = await send(mail)
      return (await site.store.read((reader) => findInbound(reader, id)))!
    },
    /** A mail of somebody who has proved who they are, as by AUTH. */
    async receiveFrom(who: Player, mail: TestMail): Promise<InboundRow> {
      const to = [mail.to].flat()
      const source = mail.raw
        ? Buffer.from(mail.raw)
        : await built({ date: new Date(site.clock.now()), ...mail, from: who })
      const id = await intake.mailbag.accept({
        door: 'dev',
        remote: '',
        mailFrom: who.email,
        recipients: to,
        authenticated: who.email,
        size: source.length,
        source,
        file: null,
      })
      intake.sorter.arrived(id)
      await settle()
      return (await site.store.read((reader) => findInbound(reader, id)))!
    },
    /** Customer opens a ticket: where most stories begin. */
    async ticketFrom(who: Player, mail: Partial<TestMail> = {}): Promise<OpenRecord> {
      await send({
        from: who,
        to: 'support@example.test',
        subject: 'Printer on fire',
        text: 'It burns.',
        ...mail,
      })
      const all = await site.store.read((reader) =>
        list(reader, records, { order: 'id desc', limit: 1 }),
      )
      return site.store.read((reader) => recordByReference(reader, `T-${all[0]!.number}`))
    },
  }
}

function look(site: Site) {
  return {
    entries: (open: OpenRecord): Promise<MessageRow[]> =>
      site.store.read((reader) => listMessages(reader, { thread: open.thread.id })),
    followersOf: (open: OpenRecord) => followerAddresses(site, open),
    filesOf: (open: OpenRecord) =>
      site.store.read((reader) =>
        list(reader, attachments, { where: { thread_id: open.thread.id }, order: 'id' }),
      ),
    record: (reference: string) =>
      site.store.read((reader) => recordByReference(reader, reference)),
    async recordCount(): Promise<number> {
      return (await site.store.read((reader) => list(reader, records))).length
    },
    reference: referenceOf,
  }
}

async function followerAddresses(site: Site, open: OpenRecord): Promise<string[]> {
  return (await site.store.read((reader) => followersOf(reader, open.thread.id))).map(
    (one) => one.address,
  )
}

async function followAs(site: Site, open: OpenRecord, who: Player): Promise<void> {
  await site.store.write(async (tx) => {
    const known = await personByAddress(tx, who.email).catch(() => null)
    const person =
      known ?? (await addPerson(tx, { name: who.name, address: who.email }, site.clock.now()))
    await follow(tx, {
      thread: open.thread.id,
      person: person.id,
      reason: 'follower_hand',
      at: site.clock.now(),
    })
  })
}

async function replyAddress(
  site: Site,
  { open, who, kind }: { open: OpenRecord; who: Player; kind: TokenKind },
): Promise<string> {
  const person = await site.store.read((reader) => personByAddress(reader, who.email))
  const { address } = open.type.settings
  return writeToken(
    { address, number: open.record.number, person: person.id, kind, domain: site.domain },
    site.keys,
  )
}

async function submit(port: number, mail: TestMail): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const envelope = { from: mail.from?.email ?? '', to: [mail.to].flat() }
  const message = mail.raw ? { raw: mail.raw } : fieldsOf(mail)
  try {
    return (await transport.sendMail({ ...message, envelope })).response
  } finally {
    transport.close()
  }
}

async function built(mail: TestMail): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return (await transport.sendMail(fieldsOf(mail))).message as Buffer
}

function fieldsOf(mail: TestMail): object {
  const { from, raw: _, ...fields } = mail
  return { ...fields, ...(from ? { from: { name: from.name, address: from.email } } : {}) }
}

/** A relay that takes everything, unless a test puts it in another mood. */
async function openRelay() {
  const mails: SentMail[] = []
  const relay = {
    mails,
    mood: (() => null) as RelayMood,
    /** What it answers to a mail that it takes. */
    says: () => 'taken',
    /** What the relay waits for before it takes a mail. */
    patience: Promise.resolve() as Promise<unknown>,
    port: 0,
    close: async () => {},
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const refusal = relay.mood(address)
      callback(
        refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null,
      )
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const source = Buffer.concat(chunks)
        relay.patience
          .then(() => readMail(source, { mailFrom: null, ownDomains: [] }))
          .then((reading) => {
            const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
            mails.push({
              to: session.envelope.rcptTo[0]!.address,
              recipients: session.envelope.rcptTo.map(({ address }) => address),
              from,
              reading,
              source: source.toString(),
            })
            callback(null, relay.says())
          }, callback)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  relay.port = (server.server.address() as { port: number }).port
  relay.close = () => new Promise((resolve) => server.close(() => resolve()))
  return relay
}

export function movableClock(): Clock & { forward(ms: number): void } {
  let now = Date.UTC(2026, 10, 21, 9, 0)
  return {
    now: () => now,
    forward: (ms) => {
      now += ms
    },
  }
}
