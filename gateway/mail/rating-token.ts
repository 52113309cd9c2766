import { mac, type SigningKeys, sameText } from './addresses.ts'

/** Which question somebody is asked: what the links of the letter carry. They open nothing else and need no sign-in. */

const FORM = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([a-z2-7]{16})$/

export type AskedToRate = { rating: number; person: number }

export function ratingToken({ rating, person }: AskedToRate, keys: SigningKeys): string {
  const body = `${rating.toString(36)}.${person.toString(36)}`
  return `${body}.${mac(`rating ${body}`, keys.current)}`
}

/** @returns null for a token that we did not sign */
export function readRatingToken(token: string, keys: SigningKeys): AskedToRate | null {
  const [, rating, person, given] = FORM.exec(token) ?? []
  if (!rating || !person || !given) return null
  const expected = [keys.current, keys.old]
    .filter((key) => key !== undefined)
    .map((key) => mac(`rating ${rating}.${person}`, key))
  if (!expected.some((one) => sameText(one, given))) return null
  return { rating: Number.parseInt(rating, 36), person: Number.parseInt(person, 36) }
}
