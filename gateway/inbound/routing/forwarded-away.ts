import { addressKey } from '../../mail/addresses.ts'
import { isAnswerSubject, isForwardSubject } from '../../mail/header/base-subject.ts'
import type { Mailbox, Reading } from '../../mail/reading.ts'
import type { InThread, Routed, Routing, ToNewRecord } from './destination.ts'

/**
 * A mail that is passed on from a thread to an alias of another type is meant for that alias: it opens a linked record and leaves
 * the old thread alone. The other way round, an alias of another type that stands only in Cc of an answer gets no record of its own.
 * What was sent to a signed address is posted there in any case.
 */
export function withoutForwarded({ reading }: Routing, found: Routed[]): Routed[] {
  const dropped = new Map<Routed, Routed>()
  for (const away of found.filter(({ destination }) => isElsewhere(destination))) {
    const { alias, linkedTo } = away.destination as ToNewRecord
    // what a catch-all took was written to another address
    const addresses = [alias.address, ...away.recipients.map(addressKey)]
    const old = found.find(({ destination }) => isAnswerIn(destination, linkedTo!.record.id))
    if (!old) continue
    if (stands(reading.to, addresses) && isPassedOn(reading)) dropped.set(old, away)
    else if (!stands(reading.to, addresses) && !isForward(reading)) dropped.set(away, old)
  }
  if (dropped.size === 0) return found
  return found
    .filter((routed) => !dropped.has(routed))
    .map(({ destination, recipients }) => {
      const taken = [...dropped].filter(([, instead]) => instead.destination === destination)
      const others = taken.flatMap(([one]) => one.recipients)
      return { destination, recipients: [...recipients, ...others] }
    })
}

/** Opens a record of another type than the thread that its mail names. */
function isElsewhere(destination: Routed['destination']): destination is ToNewRecord {
  return (
    destination.kind === 'new record' &&
    destination.linkedTo !== null &&
    destination.linkedTo.type.id !== destination.alias.record_type_id
  )
}

function isAnswerIn(destination: Routed['destination'], record: number): destination is InThread {
  return (
    destination.kind === 'thread' &&
    destination.token === null &&
    destination.open.record.id === record
  )
}

function stands(boxes: Mailbox[], addresses: string[]): boolean {
  return boxes.some((one) => addresses.includes(addressKey(one.address)))
}

function isForward({ subject, forwarded }: Reading): boolean {
  return isForwardSubject(subject) || forwarded?.declared === true
}

/** A mail that names others and whose subject begins like neither an answer nor a forward was written for the address it went to. */
function isPassedOn(reading: Reading): boolean {
  return isForward(reading) || !isAnswerSubject(reading.subject)
}
