import type { Hearing, KeptOut } from './hearing.ts'

/** Who was not told of a message, by the reason: it stands in the event of the message, so it costs no statement of its own. */
export type KeptOutDetails = { keptOut?: Partial<Record<KeptOut, number[]>> }

/** What the event says; nothing of the author, which is in the message itself. */
export function keptOutDetails({ keptOut }: Hearing): KeptOutDetails {
  const byReason: Partial<Record<KeptOut, number[]>> = {}
  for (const { person, why } of keptOut)
    if (why !== 'author') {
      byReason[why] ??= []
      byReason[why].push(person)
    }
  return Object.keys(byReason).length > 0 ? { keptOut: byReason } : {}
}

export function keptOutIn(details: KeptOutDetails): Hearing['keptOut'] {
  return Object.entries(details.keptOut ?? {}).flatMap(([why, people]) =>
    people.map((person) => ({ person, why: why as KeptOut })),
  )
}
