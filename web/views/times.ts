import { DAY, HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Tongue } from '../../gateway/lib/locale.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'

/** Where the reader is: their time zone, and what time it is. */
export type Here = { timeZone: string; now: number }

/** How the person who looks has numbers and times written. */
export function tongueOf({ language, time_zone }: PersonRow): Tongue {
  return { language, timeZone: time_zone }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
  formats.set(key, format)
  return format
}

export function clockTime(at: number, here: Here): SafeHtml {
  return timeTag(
    at,
    here,
    formatFor(here.timeZone, { hour: '2-digit', minute: '2-digit' }).format(at),
  )
}

export function fullTime(at: number, here: Here): SafeHtml {
  return timeTag(
    at,
    here,
    formatFor(here.timeZone, { dateStyle: 'medium', timeStyle: 'medium' }).format(at),
  )
}

/** "5 min ago" for what is fresh, else the day. */
export function age(at: number, here: Here): SafeHtml {
  return timeTag(at, here, ageText(at, here))
}

export function dayName(at: number, here: Here): string {
  const name = formatFor(here.timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at)
  if (dayKey(at, here) === dayKey(here.now, here)) return `Today, ${name}`
  return dayKey(at, here) === dayKey(here.now - DAY, here) ? `Yesterday, ${name}` : name
}

export function dayKey(at: number, here: Here): string {
  return formatFor(here.timeZone, { dateStyle: 'short' }).format(at)
}

/** As a field for date and time takes it: `2026-01-31T14:00`, in the reader's zone. */
export function wallTime(at: number, here: Here): string {
  const options = { dateStyle: 'short', timeStyle: 'short' } as const
  const parts = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: here.timeZone })
  return parts.format(at).replace(' ', 'T')
}

/** How long something took or waits, for operators. */
export function span(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < MINUTE) return `${(ms / 1000).toFixed(1)} s`
  return ms < HOUR ? `${Math.round(ms / MINUTE)} min` : `${(ms / HOUR).toFixed(1)} h`
}

function ageText(at: number, here: Here): string {
  const passed = here.now - at
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`
  return formatFor(here.timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}

function timeTag(at: number, here: Here, text: string): SafeHtml {
  const exact = formatFor(here.timeZone, { dateStyle: 'full', timeStyle: 'long' }).format(at)
  return html`<time datetime="${new Date(at).toISOString()}" title="${exact}">${text}</time>`
}
