import type { PersonRow } from '../store/tables/people.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Day and time as somebody reads them, in their language and zone: "Fri 20 Nov, 10:05". */
export function timeFormat({
  language,
  time_zone,
}: Pick<PersonRow, 'language' | 'time_zone'>): Intl.DateTimeFormat {
  const key = `${language} ${time_zone}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: time_zone,
  })
  formats.set(key, format)
  return format
}
