import { readJson } from '../../store/rows.ts'
import { defaultSubtypes } from '../followers/subtypes.ts'
import type { Told } from '../notifications/outbox.ts'
import type { Audience, Hearing, KeptOut, Listener } from './hearing.ts'
import { isForNobodyNow } from './machine-mail.ts'
import { isForOutsiderNamed, isForOutsiders } from './visibility.ts'
import { wayOf } from './ways.ts'

/** Pure: decides for each listener. The same answer serves "why was X not told". */
export function whoHears(audience: Audience, listeners: Listener[]): Hearing {
  const hearing: Hearing = { told: [], keptOut: [] }
  for (const listener of listeners) {
    const why = reasonToKeepOut(audience, listener)
    if (why) hearing.keptOut.push({ person: listener.id, why })
    else hearing.told.push(tellOf(audience, listener))
  }
  return hearing
}

function reasonToKeepOut(audience: Audience, listener: Listener): KeptOut | null {
  const { message } = audience
  const inside = listener.kind === 'user'
  if (listener.id === message.author_id) return 'author'
  if (listener.disabled_at !== null) return 'disabled'
  if (!inside && !(listener.named ? isForOutsiderNamed(message) : isForOutsiders(message)))
    return 'internal'
  if (isForNobodyNow(message.class, inside)) return 'automatic'
  if (audience.hush && (!inside || audience.hush === 'everybody')) return 'brake'
  if (audience.haveIt.has(listener.id)) return 'has it'
  if (!listener.named && !hearsOf(audience, listener)) return 'not subscribed'
  return reasonOfTheirOwn(listener, message.created_at)
}

function reasonOfTheirOwn(listener: Listener, at: number): KeptOut | null {
  if (listener.notify === 'nothing' && !listener.named) return 'wants nothing'
  if (listener.muted_until !== null && listener.muted_until > at) return 'muted'
  return listener.paused_at !== null || !listener.address ? 'paused' : null
}

function hearsOf(audience: Audience, listener: Listener): boolean {
  const inside = listener.kind === 'user'
  const codes = listener.subtypes
    ? readJson(listener.subtypes)
    : defaultSubtypes(audience.offered, inside)
  return codes.includes(audience.message.subtype)
}

/** A note goes to an outsider because it names them, whether they follow or not; that reason is asked again when it is sent. */
function tellOf({ message }: Audience, listener: Listener): Told {
  const named = listener.addressed && message.kind !== 'note' ? 'addressee' : 'mention'
  const reason = listener.named ? named : listener.reason
  return { person: listener.id, address: listener.address ?? '', way: wayOf(listener), reason }
}
