import { type Clock, MINUTE } from './clock.ts'
import { messageOf } from './errors.ts'
import type { Log } from './log.ts'

/** What an operator should look at soon. The names are stable: a monitor may watch for them. */
export type AlarmName =
  | 'recipient_guessing'
  | 'mail_flood'
  | 'mail_loop'
  | 'letters_held'
  | 'template_broken'
  | 'rule_switched_off'
  | 'webhook_failed'

/** `about`: whom or what it is about; `times`: how often since the last one of this name about the same. */
export type Alarm = { name: AlarmName; about: string; details: object; times: number; at: number }

/**
 * Alarms: a line in the log, a row for the operators' page, a counter on /metrics. About the same thing there is one in ten
 * minutes: whoever causes it may do so a thousand times a minute.
 */
export type Alarms = {
  raise(name: AlarmName, about: string, details?: object): void
  /** Resolves when all are kept. */
  idle(): Promise<void>
}

const QUIET_FOR = 10 * MINUTE
/** So many different ones of a name in that time are each told; what comes beyond shares one. */
const MOST_OF_A_NAME = 20
const OTHERS = 'and others'

type Quiet = { name: AlarmName; until: number; times: number }

/** @param keep writes one for the operators' page */
export function openAlarms(
  { clock, log }: { clock: Clock; log: Log },
  keep: (alarm: Alarm) => Promise<void>,
): Alarms {
  const quiet = new Map<string, Quiet>()
  const writing = new Set<Promise<void>>()

  const tell = (alarm: Alarm): void => {
    const { name, about, details, times } = alarm
    log.error('alarm raised', { alarm: name, about, times, ...details })
    const written = keep(alarm)
      .catch((failure) => log.error('alarm not kept', { alarm: name, why: messageOf(failure) }))
      .finally(() => writing.delete(written))
    writing.add(written)
  }
  return {
    raise(name, wanted, details = {}) {
      const at = clock.now()
      forgetOld(quiet, at)
      const about = isCrowded(quiet, name, wanted) ? OTHERS : wanted
      const known = quiet.get(`${name} ${about}`)
      if (known && known.until > at) {
        known.times++
        return
      }
      quiet.set(`${name} ${about}`, { name, until: at + QUIET_FOR, times: 0 })
      tell({ name, about, details, times: 1 + (known?.times ?? 0), at })
    },
    async idle() {
      await Promise.all(writing)
    },
  }
}

function isCrowded(quiet: Map<string, Quiet>, name: AlarmName, about: string): boolean {
  if (quiet.has(`${name} ${about}`)) return false
  return [...quiet.values()].filter((one) => one.name === name).length >= MOST_OF_A_NAME
}

/** What was raised again in the meantime is remembered for as long once more, so that its number is told with the next one. */
function forgetOld(quiet: Map<string, Quiet>, now: number): void {
  for (const [key, { until, times }] of quiet)
    if (until + (times > 0 ? QUIET_FOR : 0) <= now) quiet.delete(key)
}
