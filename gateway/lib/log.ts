import { pino } from 'pino'

/**
 * One line per fact, its name in the past tense, ids as fields, never a body, never a token.
 * Lines go to standard error, so that a command's standard output stays its answer.
 */
export type Log = {
  info(fact: string, fields?: object): void
  warn(fact: string, fields?: object): void
  error(fact: string, fields?: object): void
}

/** @param level pino's level name; `silent` writes nothing */
export function openLog(level: string): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  )
  return {
    info: (fact, fields = {}) => logger.info(fields, fact),
    warn: (fact, fields = {}) => logger.warn(fields, fact),
    error: (fact, fields = {}) => logger.error(fields, fact),
  }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
