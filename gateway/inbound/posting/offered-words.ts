import { findVerb } from '../../chatter/commands/verbs.ts'
import { wordsOffered } from '../../chatter/notifications/offers.ts'
import { readOwnId } from '../../mail/message-ids.ts'
import type { Command } from '../../mail/reading.ts'
import type { Tx } from '../../store/store.ts'
import type { AuthorKnown } from '../routing/case.ts'

/**
 * Takes an answer of one word ("Stop.", "mute 3d") for a command where the answered mail has offered that word to this very reader;
 * else it is what people say to each other, and stays text.
 */
export async function withOfferedWord(tx: Tx, open: AuthorKnown): Promise<AuthorKnown> {
  const { wholeBody, commands, inReplyTo } = open.reading
  if (!wholeBody || commands.length > 0 || !isWord(wholeBody)) return open
  const answered = inReplyTo.map((id) => readOwnId(id, open.site.keys))
  const mail = answered.find((own) => own?.kind === 'message' && own.person === open.person.id)
  if (mail?.kind !== 'message') return open
  const offered = await wordsOffered(tx, mail)
  if (!offered.includes(wholeBody.verb)) return open
  return { ...open, reading: { ...open.reading, commands: [wholeBody] } }
}

/** "Stop the pump!" begins with the word and is none. */
function isWord({ verb: name, arguments: said }: Command): boolean {
  const verb = findVerb(name)
  return verb !== null && (said === '' || verb.wordTakes?.(said) === true)
}
