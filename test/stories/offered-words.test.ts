import { expect, test } from 'vitest'
import { logNote } from '../../gateway/chatter/messages/post.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { kim, nora, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

test('one word is a command only where the answered mail has offered it to this reader', async () => {
  const desk = await openDesk()
  await desk.house.follow(desk.ticket, vic)
  await desk.says('And now?', { who: nora })
  const [asked, toVic] = [kim, vic].map(
    (who) => desk.house.sent.findLast(({ to }) => to === who.email)!.reading,
  )
  expect(asked!.text).toContain('“mute 3d” for three days without these mails or “stop” to end')
  const answer = { inReplyTo: `<${asked!.messageId}>` }
  await desk.says('Follow.', answer)
  await desk.says('stop', {})
  await desk.says('Stop.', { inReplyTo: `<${toVic!.messageId}>` })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'message', new_text: 'Stop.' })
  expect(await desk.house.followersOf(desk.ticket)).toContain(kim.email)

  await desk.says('mute 3d\n\nSent from my iPhone', answer)
  expect(await desk.posted()).toHaveLength(5)
  expect(desk.receipt()).toContain('Done: “/mute 3d”. T-1 is mute for you until')
  const toKim = () => desk.house.sent.filter(({ to }) => to === kim.email).length
  const before = toKim()
  await desk.says('Hello?', { who: nora })
  expect(toKim()).toBe(before)
  await desk.says('Stop. 👍', answer)
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(kim.email)
})

test('people outside are offered the words as well, where they hear as followers; who is only named is not', async () => {
  const desk = await openDesk()
  await desk.says('Which floor?')
  const mail = desk.toNora().at(-1)!.reading
  expect(mail.html).toContain('“stop” to end them')
  expect(mail.text).not.toMatch(/^\W*(?:stop|mute)/m)
  const answer = { who: nora, inReplyTo: `<${mail.messageId}>` }
  await desk.says('Stop the pump first, then come.', answer)
  expect((await desk.posted()).at(-1)!.new_text).toBe('Stop the pump first, then come.')
  await desk.says('Stop!', answer)
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(nora.email)
  expect(desk.receipt(nora)).toContain('You do not follow T-1 any more.')

  await desk.house.follow(desk.ticket, vic)
  const named = [await desk.house.idOf(vic)]
  await desk.house.site.store.write(async (tx) => {
    const author = await personByAddress(tx, kim.email)
    const note = { author, text: 'For @Vic alone.', at: desk.house.clock.now(), named }
    return logNote(tx, desk.ticket.thread, note)
  })
  await desk.house.settle()
  const forVic = desk.house.sent.findLast(({ to }) => to === vic.email)!.reading
  expect(forVic.text).toContain('You get this because you were mentioned.')
  expect(forVic.text).not.toContain('One word is enough')
})
