import { decodeText } from '../charsets/charset.ts'
import type { Invite } from '../reading.ts'
import { leavesOf, type MimePart } from './mime-part.ts'

type Line = { name: string; params: string; value: string }

const longestCalendar = 1024 * 1024
const mostCalendars = 20

/**
 * Reads the first event of an invitation as it stands; a repeating event is not expanded (some rules never end).
 * RFC 5545 section 3.1 (lines), 3.6.1 (events), RFC 5546 (methods). Null where there is no calendar with an event.
 */
export function readInvite(root: MimePart): Invite | null {
  for (const part of calendarsOf(root)) {
    const invite = inviteOf(part)
    if (invite) return invite
  }
  return null
}

const answers = new Map([
  ['ACCEPTED', 'accepted'],
  ['DECLINED', 'declined'],
  ['TENTATIVE', 'tentatively accepted'],
])

/**
 * What an answer to an invitation says, in a line: "Nora Quist has accepted: Visit". Many calendars write no words beside it.
 * Null where the mail is no such answer. RFC 5546 section 3.2.3.
 */
export function readAnswerToInvite(root: MimePart): string | null {
  for (const part of calendarsOf(root)) {
    const lines = linesOf(part)
    if (methodOf(lines, part) !== 'REPLY') continue
    const event = eventLines(lines)
    const attendee = find(event, 'ATTENDEE')
    const status = /(?:^|;)PARTSTAT="?([A-Z-]{1,30})/i.exec(attendee?.params ?? '')?.[1]
    const says = answers.get(status?.toUpperCase() ?? '')
    if (attendee && says) return `${nameOf(attendee)} has ${says}: ${value(event, 'SUMMARY')}`
  }
  return null
}

function nameOf({ params, value: who }: Line): string {
  const [, quoted, plain] = /(?:^|;)CN=(?:"([^"]{1,200})"|([^;"]{1,200}))/i.exec(params) ?? []
  return quoted ?? plain ?? address(who)
}

function calendarsOf(root: MimePart): MimePart[] {
  return leavesOf(root).filter(isCalendar).slice(0, mostCalendars)
}

function isCalendar(part: MimePart): boolean {
  return (
    /^(?:text\/calendar|application\/ics)$/.test(part.type) || /\.ics$/i.test(part.filename ?? '')
  )
}

function inviteOf(part: MimePart): Invite | null {
  const lines = linesOf(part)
  const event = eventLines(lines)
  if (event.length === 0) return null
  const start = find(event, 'DTSTART')
  const begins = start ? isoTime(start.value) : null
  return {
    method: methodOf(lines, part),
    uid: value(event, 'UID'),
    sequence: Number(/^\d{1,9}$/.exec(value(event, 'SEQUENCE'))?.[0] ?? 0),
    instance: value(event, 'RECURRENCE-ID') || null,
    repeats: value(event, 'RRULE') || null,
    summary: value(event, 'SUMMARY'),
    start: begins,
    end: isoTime(value(event, 'DTEND')) ?? endAfter(begins, value(event, 'DURATION')),
    timeZone: zoneOf(start),
    location: value(event, 'LOCATION'),
    organizer: address(value(event, 'ORGANIZER')) || null,
    attendees: event
      .filter((line) => line.name === 'ATTENDEE')
      .map((line) => address(line.value))
      .filter(Boolean)
      .slice(0, 1000),
  }
}

function linesOf(part: MimePart): Line[] {
  const bytes = part.content.subarray(0, longestCalendar)
  return calendarLines(decodeText(bytes, part.params['charset'] ?? null).text)
}

function methodOf(lines: Line[], part: MimePart): string {
  return (value(lines, 'METHOD') || part.params['method'] || 'PUBLISH').toUpperCase()
}

/** Where the event has a length instead of an end: RFC 5545 section 3.3.6. Written as the start is, in its zone. */
function endAfter(start: string | null, duration: string): string | null {
  const match =
    /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/.exec(
      duration,
    )
  if (!start || !match) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((text) => Number(text ?? 0))
  const length = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  const begins = Date.parse(start.endsWith('Z') || start.length === 10 ? start : `${start}Z`)
  const end = new Date(begins + length)
  if (Number.isNaN(end.getTime())) return null
  return (
    end.toISOString().slice(0, start.length === 10 ? 10 : 19) + (start.endsWith('Z') ? 'Z' : '')
  )
}

function calendarLines(text: string): Line[] {
  return text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n|\r/)
    .map(readLine)
}

/** NAME;PARAM=VALUE:VALUE, where a quoted parameter may hold a colon. */
function readLine(line: string): Line {
  const colon = colonOutsideQuotes(line)
  const head = colon < 0 ? line : line.slice(0, colon)
  const semicolon = head.indexOf(';')
  const name = (semicolon < 0 ? head : head.slice(0, semicolon)).trim().toUpperCase()
  return {
    name,
    params: semicolon < 0 ? '' : head.slice(semicolon + 1),
    value: colon < 0 ? '' : line.slice(colon + 1).trim(),
  }
}

function colonOutsideQuotes(line: string): number {
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') quoted = !quoted
    else if (line[at] === ':' && !quoted) return at
  }
  return -1
}

/** The lines of the first VEVENT, without those of its alarms. */
function eventLines(lines: Line[]): Line[] {
  const begin = lines.findIndex(
    (line) => line.name === 'BEGIN' && line.value.toUpperCase() === 'VEVENT',
  )
  if (begin < 0) return []
  const event: Line[] = []
  let depth = 0
  for (const line of lines.slice(begin + 1)) {
    if (line.name === 'BEGIN') depth++
    else if (line.name === 'END' && depth-- === 0) break
    else if (depth === 0) event.push(line)
  }
  return event
}

function find(lines: Line[], name: string): Line | undefined {
  return lines.find((line) => line.name === name)
}

function value(lines: Line[], name: string): string {
  const raw = find(lines, name)?.value ?? ''
  return raw
    .slice(0, 10_000)
    .replace(/\\([nN,;\\])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char))
}

/** 20260131T090000Z as 2026-01-31T09:00:00Z, a day as 2026-01-31. */
function isoTime(text: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(text.trim())
  if (!match) return null
  const day = `${match[1]}-${match[2]}-${match[3]}`
  return match[4] ? `${day}T${match[4]}:${match[5]}:${match[6] ?? '00'}${match[7] ?? ''}` : day
}

function zoneOf(start: Line | undefined): string | null {
  if (!start) return null
  if (start.value.endsWith('Z')) return 'UTC'
  return /(?:^|;)TZID="?([^";:]{1,100})/i.exec(start.params)?.[1] ?? null
}

function address(text: string): string {
  return text.replace(/^mailto:/i, '').trim()
}
