import { Resolver } from 'node:dns/promises'
import { type Clock, MINUTE, SECOND } from '../../lib/clock.ts'

/** Asks for the records of a name; mailauth's own shape. */
export type AskDns = (name: string, type: string) => Promise<string[][]>

const TIMEOUT = 2 * SECOND
/** A colleague's mails come in bursts: what was asked a moment ago is not asked again. */
const KEPT_FOR = MINUTE
const KEPT = 2000
/** Names of hosts as DNS has them. The system's resolver would end a name at a NUL: another one's key would be found there. */
const NAME = /^(?=.{1,253}\.?$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/i
/** What is an answer as well: there is no such name, or nothing of this type. */
const NOTHING_THERE = ['ENOTFOUND', 'ENODATA']

type Kept = { answer: Promise<string[][]>; until: number }

/** @param servers resolvers as `address:port`; none: the system's */
export function openDns(servers: string[], clock: Clock): AskDns {
  const resolver = new Resolver({ timeout: TIMEOUT, tries: 1 })
  if (servers.length > 0) resolver.setServers(servers)
  const kept = new Map<string, Kept>()
  return (name, type) => {
    if (!NAME.test(name)) return Promise.reject(noSuchName(name))
    const question = `${type} ${name.toLowerCase()}`
    const known = kept.get(question)
    if (known && known.until > clock.now()) return known.answer

    const answer = resolver.resolve(name, type) as Promise<string[][]>
    kept.delete(question)
    kept.set(question, { answer, until: clock.now() + KEPT_FOR })
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    answer.catch((failure: NodeJS.ErrnoException) => {
      // a server that did not answer is asked again
      if (!NOTHING_THERE.includes(failure.code ?? '')) kept.delete(question)
    })
    return answer
  }
}

function noSuchName(name: string): Error {
  return Object.assign(new Error(`${JSON.stringify(name)} is no name of a host`), {
    code: 'ENOTFOUND',
  })
}
