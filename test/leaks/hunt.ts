import { findPerson } from '../../gateway/chatter/people/people.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { openRecord } from '../../gateway/chatter/records/records.ts'
import { readOwnId } from '../../gateway/mail/message-ids.ts'
import { newFolk } from './cast.ts'
import { openChance } from './chance.ts'
import { beginsToTalk, deskActs, EVERYBODY } from './desk-acts.ts'
import { idsIn, readLetter } from './letters.ts'
import { mailActs } from './mail-acts.ts'
import { RightTaken } from './rights.ts'
import type { AfterFiling, Scenario, Secret } from './scenario.ts'
import { type LeftMail, openWorld, type World } from './world.ts'
import { writingActs } from './writing-acts.ts'

/** How a hunt ended. `leaks`: what went wrong, each with its story; none is what we want. */
export type Bag = {
  scenarios: number
  mailsIn: number
  mailsOut: number
  outside: number
  leaks: string[]
}

const SIDE_BY_SIDE = 200
const ACTS = 12
const WORDS = /\b(?:note|said)x[0-9a-z]+x[0-9a-z]+x[0-9a-z]+\b/g

/**
 * Plays random stories on the real product and reads every mail that leaves it: no outsider may find a note in one, nor the id of one, nor
 * a way to one; and no mail without proof may cause what only a user may cause.
 *
 * @param hunt seed: the same gives the same stories; each scenario has a chance of its own, made of the seed and its number
 */
export async function hunt(
  wish: { seed: number; scenarios: number; first?: number },
  tell: (sentence: string) => void = () => {},
): Promise<Bag> {
  const bag: Bag = { scenarios: 0, mailsIn: 0, mailsOut: 0, outside: 0, leaks: [] }
  const world = await openWorld()
  try {
    const first = wish.first ?? 0
    for (let from = first; from < first + wish.scenarios; from += SIDE_BY_SIDE) {
      const count = Math.min(SIDE_BY_SIDE, first + wish.scenarios - from)
      await playTogether(world, bag, { seed: wish.seed, from, count })
      if (bag.scenarios % (SIDE_BY_SIDE * 5) === 0)
        tell(`${bag.scenarios} scenarios, ${bag.mailsOut} mails, ${bag.leaks.length} leaks`)
      if (bag.leaks.length > 0) break
    }
  } finally {
    await world.close()
  }
  return bag
}

/** Scenarios side by side, an act of each in turn: they share the product, as records of one company do. */
async function playTogether(
  world: World,
  bag: Bag,
  { seed, from, count }: { seed: number; from: number; count: number },
): Promise<void> {
  const scenarios: Scenario[] = []
  for (let number = from; number < from + count; number++)
    scenarios.push(await begin(world, seed, number))
  const sharedChance = openChance(seed + from)
  for (const scenario of scenarios) await beginsToTalk(scenario)
  await readWhatLeaves(world, bag, scenarios, seed)
  for (let act = 0; act < ACTS; act++) {
    const afterwards = await Promise.all(scenarios.map((scenario) => play(scenario)))
    await world.filed()
    for (const [index, after] of afterwards.entries())
      if (after) {
        bag.mailsIn++
        await after().catch((failure) => noteRightTaken(bag, scenarios[index]!, seed, failure))
      }
    // now and then a round's mails wait in the queue, and the next acts come before they leave
    if (act === ACTS - 1 || sharedChance.percent(60))
      await readWhatLeaves(world, bag, scenarios, seed)
  }
  bag.scenarios += count
}

async function begin(world: World, seed: number, number: number): Promise<Scenario> {
  const chance = openChance(Math.imul(seed, 0x9e3779b1) + number)
  const folk = await newFolk(world, number)
  const nora = folk[2]!
  const open = await world.site.store.write(async (tx) => {
    const customer = (await findPerson(tx, nora.id))!
    const type = await recordTypeByCode(tx, 'ticket')
    return openRecord(tx, type, {
      name: `Printer ${number}`,
      creator: customer,
      customer,
      owner: folk[0]!.id,
      values: {},
      linkedTo: null,
      at: world.site.clock.now(),
    })
  })
  const scenario = { number, chance, world, folk, open, secrets: [], story: [] }
  return { ...scenario, innerEntries: new Set(), unheardOf: new Set() }
}

function play(scenario: Scenario): Promise<AfterFiling | null> {
  const { chance } = scenario
  return chance.one(chance.percent(60) ? mailActs : chance.percent(60) ? deskActs : writingActs)(
    scenario,
  )
}

function noteRightTaken(bag: Bag, scenario: Scenario, seed: number, failure: unknown): void {
  if (!(failure instanceof RightTaken)) throw failure
  bag.leaks.push(report(scenario, seed, failure.message))
}

async function readWhatLeaves(
  world: World,
  bag: Bag,
  scenarios: Scenario[],
  seed: number,
): Promise<void> {
  const secrets = new Map(
    scenarios.flatMap((one) => one.secrets.map((secret) => [secret.word, secret])),
  )
  const unheardOf = new Set(scenarios.flatMap((one) => [...one.unheardOf]))
  for (const mail of await world.leave()) {
    bag.mailsOut++
    const scenario = scenarios.find(({ folk }) => folk.some(({ id }) => id === mail.person))
    const reader = scenario?.folk.find(({ id }) => id === mail.person)
    if (!scenario || !reader) continue
    const letter = readLetter(mail)
    reader.letters.push(letter)
    if (reader.inside) continue
    bag.outside++
    for (const why of [
      ...leakedWords(letter.all, secrets, mail),
      ...leakedIds(world, letter.head, unheardOf),
      ...leakedWays(letter.all),
      ...leakedAddresses(letter.head, scenario, reader.email),
    ])
      bag.leaks.push(report(scenario, seed, `${reader.name} got a mail with ${why}`))
  }
}

function leakedWords(text: string, secrets: Map<string, Secret>, { person }: LeftMail): string[] {
  return [...new Set(text.match(WORDS))].flatMap((word) => {
    const secret = secrets.get(word)
    const mayRead = !secret || secret.readers.has(person) || secret.readers.has(EVERYBODY)
    return mayRead ? [] : [`${word}, ${secret.why}`]
  })
}

function leakedIds(world: World, head: string, unheardOf: Set<number>): string[] {
  const ids = ['Message-ID', 'In-Reply-To', 'References'].flatMap((field) => idsIn(head, field))
  return ids.flatMap((id) => {
    const own = readOwnId(id, world.site.keys)
    return own?.kind === 'message' && unheardOf.has(own.message)
      ? [`the id of entry ${own.message}`]
      : []
  })
}

/** Pages are for users: an outsider gets none of their addresses. */
function leakedWays(text: string): string[] {
  const way =
    /https?:\/\/[^\s"<>]*\/(?:records|messages|threads|mails|files|downloads)\/[^\s"<>]*/.exec(text)
  return way ? [`the way ${way[0]}`] : []
}

function leakedAddresses(head: string, { folk }: Scenario, own: string): string[] {
  return folk
    .filter(({ email }) => email !== own && head.toLowerCase().includes(email))
    .map(({ email }) => `the address ${email}`)
}

function report(scenario: Scenario, seed: number, what: string): string {
  const steps = scenario.story.map((sentence, index) => `  ${index + 1}. ${sentence}`).join('\n')
  return `Scenario ${scenario.number} of seed ${seed}: ${what}\n${steps}`
}
