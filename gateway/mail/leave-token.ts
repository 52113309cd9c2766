import { mac, type SigningKeys, sameText } from './addresses.ts'

/** Who leaves which thread: what the link in a mail's footer carries. It opens nothing else and needs no sign-in. */
export type Leave = { thread: number; person: number }

const FORM = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([a-z2-7]{16})$/

export function leaveToken(leave: Leave, keys: SigningKeys): string {
  const body = `${leave.thread.toString(36)}.${leave.person.toString(36)}`
  return `${body}.${mac(`leave ${body}`, keys.current)}`
}

/** @returns null for a token that we did not sign */
export function readLeaveToken(token: string, keys: SigningKeys): Leave | null {
  const [, thread, person, given] = FORM.exec(token) ?? []
  if (!thread || !person || !given) return null
  const expected = [keys.current, keys.old]
    .filter((key) => key !== undefined)
    .map((key) => mac(`leave ${thread}.${person}`, key))
  if (!expected.some((one) => sameText(one, given))) return null
  return { thread: Number.parseInt(thread, 36), person: Number.parseInt(person, 36) }
}

const DIGEST_FORM = /^([0-9a-z]{1,11})\.([a-z2-7]{16})$/

/** What the link in a person's digest carries: it opens their own choices, and nothing else. */
export function digestToken(person: number, keys: SigningKeys): string {
  const body = person.toString(36)
  return `${body}.${mac(`digest ${body}`, keys.current)}`
}

/** @returns the person's id; null for a token that we did not sign */
export function readDigestToken(token: string, keys: SigningKeys): number | null {
  const [, person, given] = DIGEST_FORM.exec(token) ?? []
  if (!person || !given) return null
  const ours = [keys.current, keys.old].some(
    (key) => key !== undefined && sameText(mac(`digest ${person}`, key), given),
  )
  return ours ? Number.parseInt(person, 36) : null
}
