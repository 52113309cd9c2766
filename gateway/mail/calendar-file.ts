/** An event as a calendar program shows it: on a whole day, or from one moment to another. */
export type CalendarEvent = {
  uid: string
  summary: string
  description: string
  place: string
  url: string
  changedAt: number
  when: { day: string } | { from: number; to: number }
}

/** RFC 5545 section 3.1: a line is at most 75 octets long. */
const LONGEST_LINE = 75

/**
 * Writes a calendar that programs subscribe to. RFC 5545 (iCalendar); the name and how often to look again: RFC 7986 sections 5.1, 5.7.
 */
export function writeCalendar(name: string, events: CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Postern//Activities//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function linesOf({
  uid,
  summary,
  description,
  place,
  url,
  changedAt,
  when,
}: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${moment(changedAt)}`,
    ...timesOf(when),
    `SUMMARY:${escaped(summary)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(place === '' ? [] : [`LOCATION:${escaped(place)}`]),
    `URL:${url}`,
    // it is a list of things to do: nobody is busy all day because of them
    `TRANSP:${'day' in when ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ]
}

/** Moments are in UTC, which every program turns into its own zone; a day is the same day everywhere. */
function timesOf(when: CalendarEvent['when']): string[] {
  if ('day' in when) return [`DTSTART;VALUE=DATE:${when.day.replaceAll('-', '')}`]
  return [`DTSTART:${moment(when.from)}`, `DTEND:${moment(when.to)}`]
}

function moment(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** RFC 5545 section 3.3.11. Control characters have no place in a text. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => (sign === '\n' ? sign : ' '))
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** Cut between letters, not within one: a letter may be several octets. */
function folded(line: string): string {
  const lines: string[] = []
  let now = ''
  let length = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (length + size > LONGEST_LINE) {
      lines.push(now)
      now = ' '
      length = 1
    }
    now += letter
    length += size
  }
  return [...lines, now].join('\r\n')
}
