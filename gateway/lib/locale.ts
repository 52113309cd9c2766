/** How a reader has numbers and times written: their language and their zone. */
export type Tongue = { language: string; timeZone: string }

/** For texts that are kept, and that nobody reads in particular. */
export const NEUTRAL: Tongue = { language: 'en', timeZone: 'UTC' }

export function numberIn({ language }: Tongue, value: number): string {
  return kept(`n ${language}`, () => numbers(language, { maximumFractionDigits: 15 })).format(value)
}

/** An amount as the language writes it; with its currency's letters where nobody knows that currency. */
export function moneyIn({ language }: Tongue, amount: number, currency: string): string {
  const style = { style: 'currency', currency } as const
  return kept(`m ${language} ${currency}`, () => numbers(language, style)).format(amount)
}

/** A day of the calendar, which is the same in every zone. */
export function dayIn({ language }: Tongue, day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) return day
  return kept(`d ${language}`, () => dates(language, { dateStyle: 'medium' }, 'UTC')).format(at)
}

export function momentIn({ language, timeZone }: Tongue, at: number): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const
  return kept(`t ${language} ${timeZone}`, () => dates(language, style, timeZone)).format(at)
}

type Format<Value> = { format(value: Value): string }

const MOST_KEPT = 500

const formats = new Map<string, Format<number>>()

/** Making a format costs a hundred times what using it does. */
function kept(key: string, make: () => Format<number>): Format<number> {
  const known = formats.get(key)
  if (known) return known
  if (formats.size >= MOST_KEPT) formats.clear()
  const made = make()
  formats.set(key, made)
  return made
}

/** Languages, zones and currencies come from forms and from other systems: what nobody knows falls back. */
function numbers(language: string, style: Intl.NumberFormatOptions): Format<number> {
  return firstSound([
    () => new Intl.NumberFormat(language, style),
    () => new Intl.NumberFormat('en', style),
    () => new Intl.NumberFormat('en'),
  ])
}

function dates(
  language: string,
  style: Intl.DateTimeFormatOptions,
  timeZone: string,
): Format<number> {
  return firstSound([
    () => new Intl.DateTimeFormat(language, { ...style, timeZone }),
    () => new Intl.DateTimeFormat('en', { ...style, timeZone }),
    () => new Intl.DateTimeFormat('en', { ...style, timeZone: 'UTC' }),
  ])
}

function firstSound<Made>(makes: (() => Made)[]): Made {
  for (const make of makes.slice(0, -1)) {
    try {
      return make()
    } catch (failure) {
      if (!(failure instanceof RangeError)) throw failure
    }
  }
  return makes.at(-1)!()
}
