import { AsyncLocalStorage } from 'node:async_hooks'
import { statements } from '../gateway/store/query.ts'

const work = new AsyncLocalStorage<string[]>()

statements.subscribe((sql) => void work.getStore()?.push(String(sql)))

/** The statements that a piece of work sends to the database, in their order, and nobody else's; begin and commit are not among them. */
export async function statementsOf(verb: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  await work.run(sent, verb)
  return sent.filter((sql) => !/^(?:begin|commit)\b/.test(sql))
}
