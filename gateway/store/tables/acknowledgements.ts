import { table } from '../rows.ts'

/** A wish to tell a sender that their mail has come. */
export type AcknowledgementRow = {
  inbound_id: string
  thread_id: number
  person_id: number
  /** The author's address in the mail. */
  address: string
  created_at: number
  /** null while it waits to be judged. */
  outcome: 'sent' | 'unverified' | 'had one' | 'late' | 'held' | 'gone' | null
  ended_at: number | null
}

export const acknowledgements = table<AcknowledgementRow>('acknowledgements')
