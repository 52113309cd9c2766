import { AsyncLocalStorage } from 'node:async_hooks'
import { statements } from '../gateway/store/query.ts'

const work = new AsyncLocalStorage<string[]>()

statements.subscribe((sql) => void work.getStore()?.push(String(sql)))

/**
 * The statements that a piece of work sends to the database, in their order, and nobody else's. Not among them: begin and commit, and what
 * is kept in memory for a second, since on a busy machine a second may be over at any moment.
 */
export async function statementsOf(verb: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  await work.run(sent, verb)
  return sent.filter((sql) => !/^(?:begin|commit)\b|from (?:subtypes|record_types)\b/.test(sql))
}
