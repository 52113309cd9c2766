import { expect, test } from 'vitest'
import { list } from '../../../gateway/store/rows.ts'
import { deliveries } from '../../../gateway/store/tables/followers.ts'
import { addresses } from '../../../gateway/store/tables/people.ts'
import { kim, nora, type Player, vic } from '../../cast.ts'
import { type House, openHouse } from '../../house.ts'
import { mailOf, multipart } from '../../mail/mails.ts'

const REPORT = { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=cut' }
const WORDS = 'Content-Type: text/plain\n\nIt could not be delivered.'
const STATUS =
  'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\nFinal-Recipient: rfc822; NORA@customer.test\nAction: failed\nStatus: 5.1.1'

/** Kim has written to Nora and Vic in Nora's ticket. */
async function mailsSent(house: House) {
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  return ticket
}

async function report(
  house: House,
  { to, body, header = REPORT }: { to: string; body: string; header?: Record<string, string> },
) {
  const from = { From: 'Mail Delivery System <MAILER-DAEMON@mx.customer.test>' }
  const raw = mailOf(body, { ...from, Subject: 'Undelivered', 'Message-ID': '', ...header })
  return house.receive({ to, raw })
}

async function standingOf(house: House, who: Player) {
  const person_id = await house.idOf(who)
  return house.site.store.read(async (reader) => ({
    score: (await list(reader, addresses, { where: { person_id } }))[0]!.bounce_score,
    mails: (await list(reader, deliveries, { where: { person_id } })).map(({ state }) => state),
  }))
}

const reports = [
  { of: 'names its recipient', body: multipart(WORDS, STATUS), score: 2 },
  {
    of: 'names no recipient, in words that nobody knows',
    body: multipart(
      WORDS,
      'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.x.test',
    ),
    score: 1,
  },
  { of: 'is blank', body: multipart('Content-Type: text/plain\n\n \n\t\n'), score: 1 },
  {
    of: 'carries the header of the mail in quoted-printable, as Outlook does',
    body: multipart(
      WORDS,
      STATUS,
      'Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable\n\nFrom: kim@example.test\nTo: nora@customer.test=20\nMessage-ID:=20<1@example.test>',
    ),
    score: 2,
  },
  {
    of: 'has a colon where the semicolon of its type belongs',
    body: multipart(WORDS, STATUS),
    header: { 'Content-Type': 'multipart/report: report-type=delivery-status; boundary=cut' },
    score: 2,
  },
  {
    of: 'comes from an odd address',
    body: multipart(WORDS, STATUS),
    header: { ...REPORT, From: 'whoever@elsewhere.test' },
    score: 2,
  },
]
for (const { of, score, ...sent } of reports) {
  test(`a report that ${of} counts for the one person whom the bounce address names`, async () => {
    const house = await openHouse()
    const ticket = await mailsSent(house)
    const to = await house.replyAddress(ticket, nora, 'b')
    expect(await report(house, { to, ...sent })).toMatchObject({ state: 'filed', reason: 'bounce' })
    expect(await standingOf(house, nora)).toEqual({ score, mails: ['failed'] })
    expect(await standingOf(house, vic)).toEqual({ score: 0, mails: ['sent'] })
    expect(await house.recordCount()).toBe(1)
  })
}

test('a delay is no bounce, and a refusal of the words is none of the address', async () => {
  const house = await openHouse()
  const to = await house.replyAddress(await mailsSent(house), nora, 'b')
  const delay = STATUS.replace('failed', 'delayed').replace('5.1.1', '4.4.1')
  await report(house, { to, body: multipart(WORDS, delay) })
  expect(await standingOf(house, nora)).toEqual({ score: 0, mails: ['sent'] })
  await report(house, { to, body: multipart(WORDS, STATUS.replace('5.1.1', '5.7.1')) })
  expect(await standingOf(house, nora)).toEqual({ score: 0, mails: ['failed'] })
})

const elsewhere = [
  { what: 'a report', body: multipart(WORDS, STATUS), header: REPORT },
  { what: 'a mail of a mail server in words that nobody knows', body: 'Sorry.', header: {} },
]
for (const { what, ...sent } of elsewhere) {
  test(`${what}, sent to an alias or to a record, counts for nobody, opens nothing, and is kept where it is seen`, async () => {
    const house = await openHouse()
    const ticket = await mailsSent(house)
    house.sent.length = 0
    for (const to of ['support@example.test', 'ticket+1@example.test'])
      expect(await report(house, { to, ...sent })).toMatchObject({
        state: 'ignored',
        class: 'bounce',
        reason: 'bounce that no mail of ours asked for',
      })
    expect(await standingOf(house, nora)).toEqual({ score: 0, mails: ['sent'] })
    expect(await house.entries(ticket)).toHaveLength(2)
    expect(await house.recordCount()).toBe(1)
    expect(house.sent).toEqual([])
  })
}
