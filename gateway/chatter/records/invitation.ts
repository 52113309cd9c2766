import { type SigningKeys, writeToken } from '../../mail/addresses.ts'
import { threadRootId } from '../../mail/message-ids.ts'
import type { Reader } from '../../store/store.ts'
import type { Letter } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type OpenRecord, referenceOf } from './records.ts'

/** Where we are, for the addresses and links of an invitation. */
export type Place = { domain: string; keys: SigningKeys; baseUrl: string }

const LONGEST = 5000

/** What an invitation says where nobody has written anything else. */
export function usualInvitation(open: OpenRecord, by: Pick<PersonRow, 'name'>): string {
  return `Hello,\n\n${by.name} lets you follow “${open.record.name}”: from now on you get the messages about it by mail.\nTo write to everybody who follows it, simply answer this mail.`
}

/**
 * Makes the writer of invitations to one record: in the words of whoever invites, answered in its thread. Users find the way to its page;
 * people outside get no address of ours but the one to answer to.
 */
export async function invitations(
  reader: Reader,
  open: OpenRecord,
  { by, text, place }: { by: PersonRow; text: string; place: Place },
): Promise<(person: PersonRow) => Letter> {
  const { record, type, thread } = open
  const { domain, keys, baseUrl } = place
  const alias = await reader.one<{ address: string }>(
    'select address from aliases where record_type_id = $1 and record_id is null order by id limit 1',
    [type.id],
  )
  const address = alias?.address ?? `${type.settings.address}+${record.number}@${domain}`
  const values = { by: by.name, record: referenceOf(open), name: record.name }
  const words = text.slice(0, LONGEST).trim() || usualInvitation(open, by)
  return (person) => {
    const token = { address: type.settings.address, number: record.number, person: person.id }
    return {
      words: 'invitation',
      from: { name: `${by.name.replace(/[@<>]/g, ' ')} via ${type.plural}`, address },
      values,
      paragraphs: words.split(/\n\s*\n/),
      lines: [],
      links: person.kind === 'user' ? [`${baseUrl}/records/${referenceOf(open)}`] : [],
      answers: {
        messageId: null,
        references: [threadRootId(thread.id, domain, keys)],
        subject: thread.subject,
        replyTo: writeToken({ ...token, kind: 'm', domain }, keys),
      },
    }
  }
}
