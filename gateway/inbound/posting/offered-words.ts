import { findVerb } from '../../chatter/commands/verbs.ts'
import { wordsOffered } from '../../chatter/notifications/offers.ts'
import { readLetterId, readOwnId } from '../../mail/message-ids.ts'
import type { Command } from '../../mail/reading.ts'
import type { Tx } from '../../store/store.ts'
import type { AuthorKnown } from '../routing/case.ts'

/**
 * Takes an answer of one word ("Stop.", "mute 3d", "done") for a command where the answered mail has offered that word to this very
 * reader; else it is what people say to each other, and stays text.
 */
export async function withOfferedWord(tx: Tx, open: AuthorKnown): Promise<AuthorKnown> {
  const { wholeBody, commands } = open.reading
  if (!wholeBody || commands.length > 0 || !isWord(wholeBody)) return open
  const answered = answeredMail(open)
  if (!answered) return open
  const offered = (await wordsOffered(tx, answered)).map((words) => words.split(' '))
  const found = offered.find(([verb]) => verb === wholeBody.verb)
  if (!found) return open
  const words = [...found.slice(1), wholeBody.arguments].filter((word) => word !== '').join(' ')
  const command = { ...wholeBody, arguments: words }
  return { ...open, reading: { ...open.reading, commands: [command] } }
}

/** The mail of ours that this one answers: a letter, or what told its author of a message. */
function answeredMail({ reading, site, person }: AuthorKnown) {
  for (const id of reading.inReplyTo) {
    const delivery = readLetterId(id, site.keys)
    if (delivery !== null) return { delivery, person: person.id }
    const own = readOwnId(id, site.keys)
    if (own?.kind === 'message' && own.person === person.id)
      return { message: own.message, person: person.id }
  }
  return null
}

/** "Stop the pump!" begins with the word and is none. */
function isWord({ verb: name, arguments: said }: Command): boolean {
  const verb = findVerb(name)
  return verb !== null && (said === '' || verb.wordTakes?.(said) === true)
}
