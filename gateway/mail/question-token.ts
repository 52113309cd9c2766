import { mac, type SigningKeys, sameText } from './addresses.ts'

/** Who is asked about which held mail: what the links of the question carry. They open nothing else and need no sign-in. */
export type AskedAbout = { inbound: string; person: number }

const FORM = /^([0-9a-z]{10,40})\.([0-9a-z]{1,11})\.([a-z2-7]{16})$/

export function questionToken(asked: AskedAbout, keys: SigningKeys): string {
  const body = `${asked.inbound}.${asked.person.toString(36)}`
  return `${body}.${mac(`question ${body}`, keys.current)}`
}

/** @returns null for a token that we did not sign */
export function readQuestionToken(token: string, keys: SigningKeys): AskedAbout | null {
  const [, inbound, person, given] = FORM.exec(token) ?? []
  if (!inbound || !person || !given) return null
  const expected = [keys.current, keys.old]
    .filter((key) => key !== undefined)
    .map((key) => mac(`question ${inbound}.${person}`, key))
  if (!expected.some((one) => sameText(one, given))) return null
  return { inbound, person: Number.parseInt(person, 36) }
}
