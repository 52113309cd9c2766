import type { FollowerRow, Reason } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow, SubtypeRow } from '../../store/tables/threads.ts'
import type { Told } from '../notifications/outbox.ts'

/** Somebody who may have to be told: a follower, or a person named by hand. */
export type Listener = {
  id: number
  kind: PersonRow['kind']
  /** The choice for this thread, or the general one. */
  notify: PersonRow['notify']
  disabled_at: number | null
  address: string | null
  paused_at: number | null
  subtypes: FollowerRow['subtypes']
  muted_until: number | null
  reason: Reason
  /** Mentioned, or chosen as recipient: hears whatever the subscription says. */
  named: boolean
  /** The second of the two. */
  addressed?: boolean
}

/** Why somebody was not told: a closed list, one word each. */
export type KeptOut =
  | 'author'
  | 'has it'
  | 'internal'
  | 'not subscribed'
  | 'muted'
  | 'paused'
  | 'disabled'
  | 'wants nothing'
  | 'automatic'
  | 'brake'

export type Hearing = { told: Told[]; keptOut: { person: number; why: KeptOut }[] }

export type Audience = {
  message: Pick<MessageRow, 'kind' | 'audience' | 'subtype' | 'author_id' | 'class' | 'created_at'>
  /** The people who stand in To or Cc of the mail itself: they have it. */
  haveIt: Set<number>
  /** Who is kept out because machines seem to answer each other. */
  hush?: 'outsiders' | 'everybody' | undefined
  offered: SubtypeRow[]
}
