import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import type { Folk } from './cast.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** A text that must not leave, but to the people who may read it: found by a word that stands nowhere else. */
export type Secret = { word: string; why: string; readers: Set<number> }

/** One story on one record, as it goes on. */
export type Scenario = {
  number: number
  chance: Chance
  world: World
  folk: Folk[]
  open: OpenRecord
  secrets: Secret[]
  /** Notes and changes: an answer to one of them stays inside. */
  innerEntries: Set<number>
  /** Entries that no outsider has got, so that no outsider may meet their ids. */
  unheardOf: Set<number>
  /** What happened, a sentence each: it is printed when something leaks. */
  story: string[]
}

export type Act = (scenario: Scenario) => Promise<AfterFiling | null>

/** What is looked at when the mails of the round are filed. */
export type AfterFiling = () => Promise<void>

export const at = ({ world }: Scenario) => world.site.clock.now()

/** A word that stands nowhere else, as a text's sign. */
export function newWord(scenario: Scenario, kind: string): string {
  return `${kind}x${scenario.number.toString(36)}x${(scenario.story.length + 1).toString(36)}x${scenario.chance.below(1e9).toString(36)}`
}

export function keepSecret(
  scenario: Scenario,
  word: string,
  why: string,
  readers: Folk[] = [],
): void {
  scenario.secrets.push({ word, why, readers: new Set(readers.map(({ id }) => id)) })
}

/** Tells what happens; the sentence is for whoever reads a failure. */
export function tell(scenario: Scenario, sentence: string): void {
  scenario.story.push(sentence)
}

export const users = ({ folk }: Scenario) => folk.filter(({ inside }) => inside)
export const outsiders = ({ folk }: Scenario) =>
  folk.filter(({ inside, stranger }) => !inside && !stranger)
export const strangers = ({ folk }: Scenario) => folk.filter(({ stranger }) => stranger)
