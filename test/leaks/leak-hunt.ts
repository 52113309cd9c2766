import { argv, exit, stdout } from 'node:process'
import { hunt } from './hunt.ts'

/** `npm run leak-hunt -- [scenarios] [seed] [first]`: the whole hunt. Exit 1 where something leaked, with its story. */
const [scenarios = 100_000, seed = Date.now() % 1_000_000_000, first = 0] = argv
  .slice(2)
  .map(Number)
const say = (sentence: string) => stdout.write(`${sentence}\n`)
say(`Seed ${seed}, ${scenarios} scenarios.`)
const bag = await hunt({ seed, scenarios, first }, say)
for (const leak of bag.leaks.slice(0, 5)) say(leak)
say(
  `${bag.scenarios} scenarios, ${bag.mailsIn} mails in, ${bag.mailsOut} mails out, ${bag.outside} of them to outsiders, ${bag.leaks.length} leaks.`,
)
exit(bag.leaks.length > 0 ? 1 : 0)
