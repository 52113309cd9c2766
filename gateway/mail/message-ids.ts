import { mac, type SigningKeys, sameText } from './addresses.ts'

/**
 * The ids that Postern writes into its mails. They are made from the database and signed, so an answer that carries one back is
 * recognised without having kept it, and nobody can guess one. RFC 5322 section 3.6.4.
 */
export type OwnId =
  | { kind: 'message'; message: number; person: number }
  | { kind: 'thread'; thread: number }

const OWN = /^(?:m\.([0-9a-z]+)\.([0-9a-z]+)|t\.([0-9a-z]+))\.([a-z2-7]{16})@([a-z0-9.-]+)$/

/** The id of the copy of a message that one person gets: different for each person, the same at each attempt. */
export function messageIdFor(
  message: number,
  person: number,
  domain: string,
  keys: SigningKeys,
): string {
  return signed(`m.${message.toString(36)}.${person.toString(36)}`, domain, keys.current)
}

/** The constant root of a thread, in every References of its mails; no mail ever has it as its own id. */
export function threadRootId(thread: number, domain: string, keys: SigningKeys): string {
  return signed(`t.${thread.toString(36)}`, domain, keys.current)
}

/** The id of a letter, which is no entry of a thread; the same at each attempt. */
export function accountMessageId(delivery: number, domain: string, keys: SigningKeys): string {
  return signed(`a.${delivery.toString(36)}`, domain, keys.current)
}

/** Reads an id without its brackets; null for what we did not sign. */
export function readOwnId(id: string, keys: SigningKeys): OwnId | null {
  const found = OWN.exec(id.toLowerCase())
  if (!found) return null

  const [, message, person, thread, given, domain] = found
  const body = thread ? `t.${thread}` : `m.${message}.${person}`
  const ours = [keys.current, keys.old].some(
    (key) => key !== undefined && sameText(mac(`${body}@${domain}`, key), given!),
  )
  if (!ours) return null
  if (thread) return { kind: 'thread', thread: Number.parseInt(thread, 36) }
  return {
    kind: 'message',
    message: Number.parseInt(message!, 36),
    person: Number.parseInt(person!, 36),
  }
}

/** @returns the delivery whose letter has this id, without brackets; null for what we did not sign */
export function readLetterId(id: string, keys: SigningKeys): number | null {
  const [, delivery, given, domain] =
    /^a\.([0-9a-z]{1,12})\.([a-z2-7]{16})@([a-z0-9.-]+)$/.exec(id.toLowerCase()) ?? []
  if (delivery === undefined) return null
  const ours = [keys.current, keys.old].some(
    (key) => key !== undefined && sameText(mac(`a.${delivery}@${domain}`, key), given!),
  )
  return ours ? Number.parseInt(delivery, 36) : null
}

const OF_A_LETTER = /^a\.[0-9a-z]+\.[a-z2-7]{16}$/

/** Has the part before the @ the form of our ids? Says nothing of the signature. */
export function looksOwn(local: string): boolean {
  return OWN.test(`${local}@x`) || OF_A_LETTER.test(local)
}

function signed(body: string, domain: string, key: string): string {
  return `${body}.${mac(`${body}@${domain}`, key)}@${domain}`
}
