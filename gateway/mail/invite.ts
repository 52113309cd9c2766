import { decodeText } from './charset.ts'
import { leavesOf, type MimePart } from './mime-part.ts'
import type { Invite } from './reading.ts'

type Line = { name: string; params: string; value: string }

const longestCalendar = 1024 * 1024

/**
 * Reads the first event of an invitation as it stands; a repeating event is not expanded (some rules never end).
 * RFC 5545 section 3.1 (lines), 3.6.1 (events), RFC 5546 (methods). Null where there is no calendar with an event.
 */
export function readInvite(root: MimePart): Invite | null {
  const part = leavesOf(root).find(
    (leaf) => leaf.type === 'text/calendar' || leaf.type === 'application/ics',
  )
  if (!part) return null
  const lines = calendarLines(
    decodeText(part.content.subarray(0, longestCalendar), part.params['charset'] ?? null).text,
  )
  const event = eventLines(lines)
  if (event.length === 0) return null
  const start = find(event, 'DTSTART')
  return {
    method: (value(lines, 'METHOD') || part.params['method'] || 'PUBLISH').toUpperCase(),
    uid: value(event, 'UID'),
    summary: value(event, 'SUMMARY'),
    start: start ? isoTime(start.value) : null,
    end: isoTime(value(event, 'DTEND')),
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
