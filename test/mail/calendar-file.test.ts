import { expect, test } from 'vitest'
import { writeCalendar } from '../../gateway/mail/calendar-file.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'

const event = {
  uid: 'activity-1@example.test',
  summary: 'Call: legs, and more; or "less" \\ so',
  description: 'First line\nBEGIN:VEVENT\r\nlast',
  place: '',
  url: 'https://postern.example.test/records/T-1',
  changedAt: Date.UTC(2026, 10, 21, 9),
  when: { from: Date.UTC(2026, 10, 27, 13), to: Date.UTC(2026, 10, 27, 14) },
}

test('what somebody writes stays inside its line of the calendar', async () => {
  const file = writeCalendar('Kim', [event])
  expect(file.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
  const mail = `Content-Type: text/calendar; charset=utf-8\r\n\r\n${file}`
  const { invite } = await readMail(Buffer.from(mail), { mailFrom: null, ownDomains: [] })
  expect(invite).toMatchObject({
    method: 'PUBLISH',
    uid: event.uid,
    summary: event.summary,
    start: '2026-11-27T13:00:00Z',
    end: '2026-11-27T14:00:00Z',
  })
})

test('no line is longer than 75 octets, and no letter is cut in two', () => {
  const summary = '日本語の長い件名👩‍🔧'.repeat(20)
  const file = writeCalendar('Kim', [{ ...event, summary, when: { day: '2026-11-27' } }])
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(file.replaceAll('\r\n ', '')).toContain(`SUMMARY:${summary}\r\n`)
  expect(file).toContain('DTSTART;VALUE=DATE:20261127\r\n')
})
