import type { Reader, Tx } from '../store.ts'

/** Sessions of the web interface: what a signed-in browser's cookie stands for. Ids are kept as hashes, never as themselves. */
export async function readSession(reader: Reader, id: string, now: number): Promise<string | null> {
  const found = await reader.one<{ content: string }>(
    'select content from sessions where id = $1 and expires_at > $2',
    [id, now],
  )
  return found?.content ?? null
}

/** A session's end is set when it begins and does not move: writing it again keeps the first one. */
export async function writeSession(
  tx: Tx,
  session: { id: string; content: string; expiresAt: number; person: number | null },
): Promise<void> {
  await tx.all(
    `insert into sessions (id, content, expires_at, person_id) values ($1, $2, $3, $4)
     on conflict (id) do update set content = excluded.content`,
    [session.id, session.content, session.expiresAt, session.person],
  )
}

export async function removeSession(tx: Tx, id: string): Promise<void> {
  await tx.all('delete from sessions where id = $1', [id])
}

/** Signs somebody out everywhere. */
export async function removeSessionsOf(tx: Tx, person: number): Promise<void> {
  await tx.all('delete from sessions where person_id = $1', [person])
}
