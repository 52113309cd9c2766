import { wishAcknowledgement } from '../../chatter/notifications/acknowledgements.ts'
import { isUser } from '../../chatter/people/people.ts'
import type { Tx } from '../../store/store.ts'
import type { AliasRow } from '../../store/tables/mailbag.ts'
import type { AuthorKnown } from '../routing/case.ts'

/**
 * Notes that the sender of a new record's mail may be told that it has come, where the alias wants that: an outsider, alone in From,
 * who is no machine and may be answered. Whether they are who they say is judged later: see acknowledger.ts. RFC 3834 section 2.
 */
export async function mayBeAcknowledged(
  tx: Tx,
  open: AuthorKnown,
  alias: AliasRow,
  thread: number,
): Promise<void> {
  const { reading, author, person } = open
  const answerable = reading.class === 'human' && reading.mayAnswer && author.certain
  if (alias.acknowledge === 0 || !answerable || isUser(person)) return
  await wishAcknowledgement(tx, {
    inbound_id: open.mail.id,
    thread_id: thread,
    person_id: person.id,
    address: author.mailbox.address,
    created_at: open.at,
  })
}
