import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import { readCommands } from '../../mail/trimming/commands.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { FileToAttach } from '../messages/attachments.ts'
import { type Mention, mentionsIn } from '../messages/mentions.ts'
import type { Draft } from '../messages/write-message.ts'
import { findPersonByAddress, meetPerson } from '../people/people.ts'
import { personNamed } from '../people/people-named.ts'
import type { OpenRecord } from '../records/records.ts'
import { type Named, postNaming } from './naming.ts'
import { type Kind, type Said, say } from './say.ts'

/** What somebody has typed in a composer of ours, with all its fields. */
export type Writing = {
  author: PersonRow
  kind: Kind
  text: string
  subject: string
  /** Names and addresses of people besides the followers, with commas between. */
  recipients: string
  files: FileToAttach[]
  /** The people outside to whom its author has said that a note goes. */
  confirmed: number[]
  /** So long it can be taken back, in milliseconds. */
  undo: number
  at: number
}

const MOST_RECIPIENTS = 50
const LONGEST_SUBJECT = 200

/** Posts what was typed here. The commands, names and shortcuts of mails count in it as well. */
export async function sayWritten(tx: Tx, open: OpenRecord, writing: Writing): Promise<Said> {
  const { author, kind, text, confirmed } = writing
  return say(tx, {
    by: author,
    open,
    draft: await draftOf(tx, open, writing),
    words: { ...readCommands(text, true), newText: text },
    limits: { barred: null, quoted: new Set() },
    otherwise: kind,
    doubt: null,
    // as the page has said beside its button
    promisedInside: kind === 'note',
    vouched: true,
    confirmed,
    answered: [],
    mail: null,
  })
}

/** Posts what a program has written for a user: its lines are text, whatever they look like. */
export async function postWritten(tx: Tx, open: OpenRecord, writing: Writing): Promise<Named> {
  const { author: by, kind, confirmed } = writing
  const draft = await draftOf(tx, open, writing)
  return postNaming(tx, { thread: open.thread, by, draft, kind, held: false, confirmed })
}

/** A note goes to nobody by a field: only its words name people. */
async function draftOf(tx: Tx, open: OpenRecord, writing: Writing): Promise<Draft> {
  const { author, kind, text, files, undo, at } = writing
  const addressed = kind === 'note' ? [] : await recipientsNamed(tx, writing)
  const subject = kind === 'note' ? '' : oneLine(writing.subject)
  const own = subject === open.thread.subject ? '' : subject
  return { author, text, subject: own, files, addressed, undo, at }
}

/** The people outside whom a note would name, and who would get it: they are named to its author first. */
export async function outsidersIn(
  reader: Reader,
  open: OpenRecord,
  text: string,
): Promise<Mention[]> {
  const { people } = await mentionsIn(reader, open.thread.id, text)
  return people.filter(({ kind }) => kind !== 'user')
}

/** @throws Refused where one of them is nobody, or not clear */
async function recipientsNamed(
  tx: Tx,
  { author, recipients, at }: Pick<Writing, 'author' | 'recipients' | 'at'>,
): Promise<number[]> {
  const ids: number[] = []
  for (const said of recipientsIn(recipients)) {
    const { name, address } = mailboxIn(said)
    const known = address && (await findPersonByAddress(tx, address))
    if (known && (known.disabled_at !== null || known.kind === 'system'))
      throw new Refused('bad-input', `${known.name} gets no mail.`)
    const person =
      known ||
      (address
        ? await meetPerson(tx, { name, address }, at)
        : await personNamed(tx, said, { by: author, of: 'everybody' }))
    ids.push(person.id)
  }
  return [...new Set(ids)]
}

/** Looks at recipients without meeting anybody: what could not be sent later is refused now. @throws Refused */
export async function mustBeRecipients(
  reader: Reader,
  author: PersonRow,
  recipients: string,
): Promise<void> {
  for (const said of recipientsIn(recipients))
    if (!mailboxIn(said).address) await personNamed(reader, said, { by: author, of: 'everybody' })
}

function recipientsIn(recipients: string): string[] {
  const all = recipients
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (all.length > MOST_RECIPIENTS)
    throw new Refused('bad-input', `At most ${MOST_RECIPIENTS} recipients at once.`)
  return all
}

/** `Nora Quist <nora@customer.test>`, or the address alone. */
function mailboxIn(said: string): { name: string; address: string | null } {
  const [, name = '', inside] = /^([^<]{0,200})<([^<>]{1,320})>$/.exec(said) ?? []
  const address = (inside ?? said).trim()
  return { name: name.trim(), address: splitAddress(address) ? address : null }
}

function oneLine(subject: string): string {
  return subject
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SUBJECT)
}
