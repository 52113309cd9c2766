import { DAY } from '../../lib/clock.ts'
import { insertNew, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type AcknowledgementRow, acknowledgements } from '../../store/tables/acknowledgements.ts'

/** "We have your mail": wishes for it are written when a record is opened, and judged later, off the way of the mails. */

const AT_ONCE = 20

/** Of one mail that opens two records, one is acknowledged. */
export async function wishAcknowledgement(
  tx: Tx,
  wish: Pick<
    AcknowledgementRow,
    'inbound_id' | 'thread_id' | 'person_id' | 'address' | 'created_at'
  >,
): Promise<void> {
  await insertNew(tx, acknowledgements, wish)
}

/** Oldest first. */
export async function openAcknowledgements(reader: Reader): Promise<AcknowledgementRow[]> {
  return list(reader, acknowledgements, {
    where: { outcome: null },
    order: 'created_at',
    limit: AT_ONCE,
  })
}

/** Says how a wish ended. @returns false where another process has said so before */
export async function endAcknowledgement(
  tx: Tx,
  { inbound_id }: AcknowledgementRow,
  end: { outcome: NonNullable<AcknowledgementRow['outcome']>; at: number },
): Promise<boolean> {
  const ended = await update(
    tx,
    acknowledgements,
    { inbound_id, outcome: null },
    { outcome: end.outcome, ended_at: end.at },
  )
  return ended.length > 0
}

/** Has this person got one in the last 24 hours? Asked under a lock, so that two mails at once do not get one each. */
export async function wasAcknowledged(tx: Tx, person: number, at: number): Promise<boolean> {
  if (tx.dialect === 'postgres')
    await tx.one('select id from people where id = $1 for update', [person])
  const found = await tx.one(
    `select 1 as yes from acknowledgements where person_id = $1 and outcome = 'sent' and ended_at > $2 limit 1`,
    [person, at - DAY],
  )
  return found !== null
}
