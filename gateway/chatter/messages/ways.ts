import type { Told } from '../notifications/outbox.ts'
import type { Listener } from './hearing.ts'

/** Outsiders have no inbox here; and a note that names one of them goes by itself, with its files, never among other things. */
export function wayOf({ kind, notify, named }: Listener): Told['way'] {
  if (notify === 'digest') return kind === 'user' || !named ? 'digest' : 'email'
  return notify === 'inbox' && kind === 'user' ? 'inbox' : 'email'
}
