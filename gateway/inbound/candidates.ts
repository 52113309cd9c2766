import type { Tx } from '../store/store.ts'
import {
  bringIn,
  claimMails,
  knownAmong,
  pendingAmong,
  type Settled,
  settledRow,
  settleMails,
} from './mailbag/received.ts'
import type { Candidate, OnTheDesk, Receiver } from './receiver.ts'

export async function candidatesOf(
  { site, mailbag }: Receiver,
  ids: string[],
): Promise<Candidate[]> {
  const fresh = ids.map((id) => mailbag.fresh(id)).filter((one) => one !== null)
  const others = ids.filter((id) => mailbag.fresh(id) === null)
  const pending =
    others.length > 0 ? await site.store.read((reader) => pendingAmong(reader, others)) : []
  return [
    ...fresh.map((one) => ({ mail: one.mail, fresh: one })),
    ...pending.map((mail) => ({ mail, fresh: null })),
  ]
}

/** Leaves out what another process has, or what was filed before a crash. */
export async function takeMine(tx: Tx, desk: OnTheDesk[]): Promise<OnTheDesk[]> {
  const ids = (some: OnTheDesk[]) => some.map(({ mail }) => mail.id)
  const adopted = desk.filter(({ fresh }) => fresh?.adopted)
  const known = adopted.length > 0 ? await knownAmong(tx, ids(adopted)) : new Set<string>()
  const old = desk.filter(({ fresh }) => fresh === null)
  const claimed = new Set(
    old.length > 0 ? (await claimMails(tx, ids(old))).map(({ id }) => id) : [],
  )
  return desk.filter(({ mail, fresh }) => (fresh ? !known.has(mail.id) : claimed.has(mail.id)))
}

export type Done = OnTheDesk & Settled

/** Writes what became of mails: those of the mailbag come into the database with it, the others are there. */
export async function writeDown(tx: Tx, done: Done[]): Promise<void> {
  const fresh = done.filter((one) => one.fresh !== null)
  await bringIn(
    tx,
    fresh.map((one) => ({ mail: settledRow(one), source: one.source, file: one.fresh!.file })),
  )
  await settleMails(
    tx,
    done.filter((one) => one.fresh === null),
  )
}
