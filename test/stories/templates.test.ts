import { expect, test } from 'vitest'
import { sendTemplate } from '../../gateway/chatter/mail-templates/send-template.ts'
import type { Content } from '../../gateway/chatter/mail-templates/templates.ts'
import {
  Faulty,
  publishVersion,
  saveDraft,
  versionsOf,
} from '../../gateway/chatter/mail-templates/templates.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { kim, nora, vic } from '../cast.ts'
import { openDesk } from './desk.ts'
import { publish } from './with-templates.ts'

const HELLO: Content = {
  subject: 'About {{ record.reference }}',
  layout: `<mj-section><mj-column>
  <mj-text>Dear {{ recipient.name | default: "customer" }}, {{ record.name }} is {{ record.stage }}.</mj-text>
  <mj-raw>{% for field in record.fields %}</mj-raw>
  <mj-text>{{ field.label }}: {{ field.value }}</mj-text>
  <mj-raw>{% endfor %}</mj-raw>
  <mj-button href="{{ link.record }}">See it</mj-button>
</mj-column></mj-section>`,
  words: 'Dear {{ recipient.name }},\n{{ record.name }} is {{ record.stage }}.\n{{ sender.name }}',
}
const plain = (words: string): Content => ({
  subject: 'Hello',
  layout: `<mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section>`,
  words,
})

test('a template sent by mail leaves in its own layout, and its words stand in the thread', async () => {
  const { house, says, toNora, receipt, posted } = await openDesk()
  await publish(house, 'ticket', HELLO)
  await says('/template hello')
  const [mail] = toNora()
  expect(mail!.reading.text).toContain('Dear Nora Quist,\nPrinter on fire is New.\nKim Larsen')
  expect(mail!.reading.text).toContain('Ref T-1')
  expect(mail!.source).toContain('multipart/alternative')
  expect(mail!.reading.html).toContain('Dear Nora Quist, Printer on fire is New.')
  expect(mail!.reading.html).toContain('Priority:')
  expect((await posted()).at(-1)).toMatchObject({
    kind: 'message',
    author_name: 'Kim Larsen',
    subject: 'About T-1',
    new_text: 'Dear Nora Quist,\nPrinter on fire is New.\nKim Larsen',
  })
  expect(receipt()).toBe('')
})

test('a command for a template that is not there, or from a note, sends nothing and says so', async () => {
  const { house, says, toNora, receipt } = await openDesk()
  await says('/template hello')
  expect(receipt()).toContain('No template "hello" is published here. There are none.')
  await publish(house, 'ticket', HELLO)
  await says('She pays late.\n\n/template hello', { kind: 'n' })
  expect(receipt()).toContain('A note sends no template.')
  expect(toNora()).toEqual([])
})

test('values are escaped in the HTML, as they are in the text, and lead no link anywhere', async () => {
  const { house, ticket, says, toNora } = await openDesk()
  await publish(house, 'ticket', HELLO)
  const name = '<img src=x onerror=alert(1)> & \uE000leave\uE001'
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    await saveRecord(tx, ticket, { by, name, at: house.clock.now() })
  })
  await says('/template hello')
  const mail = toNora().at(-1)!
  const markup = decoded(mail.source.slice(mail.source.indexOf('text/html')))
  expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; leave')
  expect(markup).not.toContain('<img src=x')
  expect(mail.reading.text).toContain('<img src=x onerror=alert(1)> & leave is New.')
})

test('each reader gets the language that they read, their own name, and a link only where it opens', async () => {
  const { house, ticket, says, toNora, addUser } = await openDesk()
  await publish(house, 'ticket', HELLO)
  const german = {
    ...HELLO,
    words: 'Guten Tag {{ recipient.name }}',
    layout: HELLO.layout.replace('Dear', 'Guten Tag'),
  }
  await publish(house, 'ticket', german, { language: 'de' })
  await addUser('Mia Berg', 'mia@example.test')
  await house.follow(ticket, { name: 'Mia Berg', email: 'mia@example.test' })
  await house.site.store.write((tx) =>
    tx.all(`update people set language = 'de' where name = 'Nora Quist'`),
  )
  await says('/template hello')
  const mia = house.sent.find(({ to }) => to === 'mia@example.test')!
  const toCustomer = toNora()[0]!
  expect(toCustomer.reading.text).toContain('Guten Tag Nora Quist')
  expect(mia.reading.text).toContain('Dear Mia Berg')
  expect(decoded(mia.source)).toContain('https://postern.example.test/records/T-1')
  expect(decoded(toCustomer.source)).not.toContain('/records/T-1')
})

test('a draft changes nothing until it is published, and a template goes back to an older version', async () => {
  const { house, ticket } = await openDesk()
  const template = await publish(house, 'ticket', plain('The first.'))
  const { site, clock } = house
  const at = clock.now()
  const by = await house.idOf(kim)
  const said = () =>
    site.store.write(async (tx) => {
      const author = await personByAddress(tx, kim.email)
      return (await sendTemplate(tx, ticket, { code: 'hello', author, at })).new_text
    })
  await site.store.write((tx) => saveDraft(tx, template, { ...plain('The second.'), by, at }))
  await site.store.write((tx) => saveDraft(tx, template, { ...plain('Better.'), by, at }))
  expect(await said()).toBe('The first.')
  await site.store.write((tx) => publishVersion(tx, template, { at }))
  expect(await said()).toBe('Better.')
  await site.store.write((tx) => publishVersion(tx, template, { number: 1, at }))
  expect(await said()).toBe('The first.')
  const versions = await site.store.read((reader) => versionsOf(reader, template.id))
  expect(versions.map(({ number, words }) => [number, words])).toEqual([
    [2, 'Better.'],
    [1, 'The first.'],
  ])
})

test('a mail that waits leaves as it was said, whatever is published meanwhile', async () => {
  const { house, says, toNora } = await openDesk()
  const template = await publish(house, 'ticket', plain('The first.'))
  house.relay.mood = () => ({ code: 451, text: 'later' })
  await says('/template hello')
  const by = await house.idOf(kim)
  await house.site.store.write(async (tx) => {
    await saveDraft(tx, template, { ...plain('The second.'), by, at: house.clock.now() })
    await publishVersion(tx, template, { at: house.clock.now() })
  })
  house.relay.mood = () => null
  house.clock.forward(10 * 60_000)
  await house.settle()
  expect(toNora().map(({ reading }) => reading.html?.includes('The first.'))).toEqual([true])
})

test('a published template that is broken sends plain words and raises an alarm; it stops no mail', async () => {
  const { house, says, toNora } = await openDesk()
  const template = await publish(house, 'ticket', plain('All is well.'))
  // nobody can save such a thing: a disk, or an older release, may still leave one behind
  const broken = '<mj-section><mj-nothing>{% if %}</mj-nothing></mj-section>'
  await house.site.store.write((tx) =>
    tx.all('update mail_template_versions set layout = $1 where template_id = $2', [
      broken,
      template.id,
    ]),
  )
  await says('/template hello')
  expect(toNora()[0]!.reading.text).toContain('All is well.')
  expect(decoded(toNora()[0]!.source)).toContain('<p>All is well.</p>')
  await house.site.alarms.idle()
  const alarms = await house.site.store.read(openAlarmsIn)
  expect(alarms.map(({ name, about }) => [name, about])).toEqual([
    ['template_broken', 'hello en, version 1'],
  ])
})

test('what an outsider has left is not opened again by a template', async () => {
  const { house, ticket, says } = await openDesk()
  await publish(house, 'ticket', plain('All is well.'))
  await house.follow(ticket, vic)
  const vicsAddress = await house.replyAddress(ticket, vic)
  await house.receiveFrom(vic, { to: vicsAddress, text: 'stop', subject: 'x' })
  await house.receiveFrom(vic, { to: vicsAddress, text: '/unfollow' })
  house.sent.length = 0
  await says('/template hello')
  expect(house.sent.map(({ to }) => to)).toEqual([nora.email])
})

const LAYOUT_FAULTS: [string, string, string][] = [
  [
    'an unknown value',
    '<mj-section><mj-column>\n<mj-text>{{ customer.shoe }}</mj-text></mj-column></mj-section>',
    'layout, line 2, column 13: There is no value "customer.shoe". There are: customer.name.',
  ],
  [
    'a note, which nobody may read',
    '<mj-section><mj-column><mj-text>{{ thread.notes }}</mj-text></mj-column></mj-section>',
    'There is no value "thread.notes".',
  ],
  [
    'a tag that does not end',
    '<mj-section><mj-column>\n\n <mj-text>{% if record.stage %}x</mj-text></mj-column></mj-section>',
    'layout, line 3, column 11: Tag {% if record.stage %} not closed.',
  ],
  [
    'a tag of another language',
    '<mj-section><mj-column><mj-text>{% include "x" %}</mj-text></mj-column></mj-section>',
    'line 1, column 33: There is no "include" here.',
  ],
  [
    'a filter that is none of ours',
    '<mj-section><mj-column><mj-text>{{ record.name | raw }}</mj-text></mj-column></mj-section>',
    'Undefined filter: raw.',
  ],
  [
    'a loop over a million',
    '<mj-section><mj-column><mj-text>{% for n in (1..1000000) %}x{% endfor %}</mj-text></mj-column></mj-section>',
    'A loop goes over record.fields',
  ],
  [
    'an element that is not closed',
    '<mj-section>\n<mj-column>\n<mj-text>Hi</mj-column></mj-section>',
    'layout, line 3, column 1: <mj-text> is not closed before </mj-column>.',
  ],
  [
    'an element that closes nothing',
    '<mj-section></mj-column></mj-section>',
    'layout, line 1, column 13: </mj-column> closes nothing.',
  ],
  [
    'words that would be lost',
    '<mj-section><mj-column>Hello<mj-text>Hi</mj-text></mj-column></mj-section>',
    'layout, line 1, column 24: Words between elements are lost',
  ],
  [
    'script',
    '<mj-section><mj-column><mj-raw><script>x</script></mj-raw></mj-column></mj-section>',
    'layout, line 1, column 32: This element has no place in a mail',
  ],
  [
    'a picture that counts who looks',
    '<mj-section><mj-column><mj-image src="https://x.test/{{ record.reference }}" /></mj-column></mj-section>',
    'A picture whose address holds a value',
  ],
  [
    'a link that a value leads',
    '<mj-section><mj-column><mj-text><a href="{{ field.priority }}">x</a></mj-text></mj-column></mj-section>',
    'Only link.… may lead a link.',
  ],
  ['a head of its own', '<mjml><mj-body></mj-body></mjml>', '<mjml> has no place here'],
]

for (const [what, layout, says] of LAYOUT_FAULTS)
  test(`a layout is not saved with ${what}`, async () => {
    const { house } = await openDesk()
    const saved = publish(house, 'ticket', { ...plain('Hello'), layout })
    await expect(saved).rejects.toThrow(Faulty)
    await expect(saved).rejects.toThrow(says)
  })

test('a text part and a subject are needed, and their values are known too', async () => {
  const { house } = await openDesk()
  const wish = { ...plain('Hello'), words: ' ', subject: '{{ record.nam }}' }
  await expect(publish(house, 'ticket', wish)).rejects.toThrow(
    'words, line 1, column 1: A text part is needed: many people read only that.\nsubject, line 1, column 4: There is no value "record.nam".',
  )
})

function decoded(source: string): string {
  return Buffer.from(
    source
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString('utf8')
}
