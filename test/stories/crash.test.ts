import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openMailbag } from '../../gateway/inbound/mailbag/mailbag.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { ownMark } from '../../gateway/lib/process-mark.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const SOURCE = Buffer.from(
  'From: nora@customer.test\r\nSubject: Safe\r\nMessage-ID: <safe@customer.test>\r\n\r\nStill here.\r\n',
)

/** Keeps a mail in a mailbag whose process then dies. */
async function keptByADeadProcess(house: House): Promise<string> {
  const mailbag = openMailbag(house.site)
  onTestFinished(mailbag.close)
  const id = await mailbag.accept({
    door: 'smtp',
    remote: '',
    mailFrom: nora.email,
    recipients: ['support@example.test'],
    authenticated: null,
    size: SOURCE.length,
    source: SOURCE,
    file: null,
  })
  buryProcess(house)
  return id
}

function buryProcess(house: House): void {
  const folder = join(house.site.config.DATA_DIR, 'spool')
  for (const [index, name] of readdirSync(folder).entries()) {
    if (name.startsWith(ownMark()))
      renameSync(join(folder, name), join(folder, `${deadMark()}+${index}.1`))
  }
}

function deadMark(): string {
  const [host, boot, space, , start] = ownMark().split('~')
  return [host, boot, space, 999_999_999, start].join('~')
}

/** The living process sweeps for what dead ones left. */
async function sweptBy(house: House): Promise<void> {
  const folder = join(house.site.config.DATA_DIR, 'spool')
  const left = () => readdirSync(folder).filter((name) => statSync(join(folder, name)).size > 0)
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 20_000 })
}

test('killed after 250 and before filing: whoever sweeps next files the mail', async () => {
  const house = await openHouse()
  const id = await keptByADeadProcess(house)
  await sweptBy(house)
  expect(await house.site.store.read((reader) => findInbound(reader, id))).toMatchObject({
    state: 'filed',
    message_id: 'safe@customer.test',
  })
  expect(await house.recordCount()).toBe(1)
})

test('killed after the filing was committed and before the spool knew: the mail is not filed twice', async () => {
  const house = await openHouse()
  await keptByADeadProcess(house)
  const [file] = readdirSync(join(house.site.config.DATA_DIR, 'spool'))
  const path = join(house.site.config.DATA_DIR, 'spool', file!)
  const asItWas = readFileSync(path)
  await sweptBy(house)
  writeFileSync(path, asItWas)
  await sweptBy(house)
  expect(await house.recordCount()).toBe(1)
})

test('a mail that cannot be filed waits, does not hold up the next, and is filed when the trouble is over', async () => {
  const house = await openHouse()
  const mended = await breakFilesOf(house)
  const stuck = await house.receive({
    from: nora,
    to: 'support@example.test',
    subject: 'With a file',
    text: 'See.',
    attachments: [{ filename: 'a.txt', content: 'a' }],
  })
  expect(stuck).toMatchObject({ state: 'pending', attempts: 1 })
  expect(
    await house.receive({
      from: nora,
      to: 'support@example.test',
      subject: 'Plain',
      text: 'Hello.',
    }),
  ).toMatchObject({ state: 'filed' })

  mended()
  house.clock.forward(60_000)
  house.intake.sorter.arrived(stuck.id)
  await house.settle()
  expect(await house.site.store.read((reader) => findInbound(reader, stuck.id))).toMatchObject({
    state: 'filed',
  })
})

async function breakFilesOf(house: House): Promise<() => void> {
  const { files } = house.site
  const { keepContent } = files
  files.keepContent = async () => {
    throw new Error('the disk is away')
  }
  return () => {
    files.keepContent = keepContent
  }
}

test('a courier that dies with a mail in its hands: the mail goes again when its lease runs out, with the same id', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Once' })
  const [first] = house.sent
  await house.site.store.write((tx) =>
    tx.all(
      `update deliveries set state = 'sending', lease_until = $1, claimed_by = 'elsewhere:1:x'`,
      [house.clock.now() + 60_000],
    ),
  )
  await house.settle()
  expect(house.sent).toHaveLength(1)

  house.clock.forward(61_000)
  await house.settle()
  expect(house.sent).toHaveLength(2)
  expect(house.sent[1]!.reading.messageId).toBe(first!.reading.messageId)
})

test('when not even the failure can be noted, the mail stays in the mailbag, and its batch goes on', async () => {
  const house = await openHouse()
  const mended = await breakFilesOf(house)
  const { write } = house.site.store
  house.site.store.write = async () => {
    throw new Error('the database is away')
  }
  const withFile = {
    from: nora,
    to: 'support@example.test',
    subject: 'With a file',
    attachments: [{ filename: 'a.txt', content: 'a' }],
  }
  const sent = house.send(withFile)
  await vi.waitFor(() => expect(house.intake.mailbag.backlog()).toBe(1))
  mended()
  house.site.store.write = write
  await sent
  await vi.waitFor(async () => expect(await house.recordCount()).toBe(1), { timeout: 10_000 })
  expect(house.intake.mailbag.backlog()).toBe(0)
})
