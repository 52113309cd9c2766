import { type Asked, askAuthor } from '../../chatter/notifications/questions.ts'
import { readToken } from '../../mail/addresses.ts'
import { firstWords, harmlessText } from '../../mail/harmless-text.ts'
import { questionToken } from '../../mail/question-token.ts'
import { readJson } from '../../store/rows.ts'
import { baseUrlOf, type Site } from '../../store/site.ts'
import type { Tx } from '../../store/store.ts'
import type { Letter } from '../../store/tables/followers.ts'
import type { HeldFacts } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Case, Ending } from '../routing/case.ts'

const SUBJECT_SHOWN = 150
const WORDS_SHOWN = 500
const ADDRESSES_SHOWN = 3

/**
 * A person's mail is held because nothing shows that the colleague wrote it whose name it bears: the colleague is asked, and the trace
 * says whether. What they get holds nothing of a thread, and of the mail only words that cannot be clicked.
 */
export async function heldUntilProved(tx: Tx, open: Case, held: Ending): Promise<Ending> {
  const { person } = open.author
  if (!person) return held
  const facts = factsOf(open)
  const letter = letterAbout(open.site, { inbound: open.mail.id, person, facts })
  const asked = await askAuthor(tx, person, { inbound: open.mail.id, facts, letter, at: open.at })
  return { ...held, step: { ...held.step, details: { question: WORDS[asked], of: person.name } } }
}

const WORDS: Record<Asked, string> = {
  asked: 'They were asked whether it is theirs.',
  'asked before': 'They were asked before whether it is theirs.',
  'three were asked today': 'They were not asked: three such questions went to them within a day.',
  'nobody to ask': 'They cannot be asked: disabled here, or no address of theirs takes mail.',
}

function factsOf({ mail, reading, site }: Case): HeldFacts {
  return {
    receivedAt: mail.received_at,
    server: mail.remote || mail.door,
    to: readJson(mail.recipients)
      .slice(0, ADDRESSES_SHOWN)
      .map((address) => unsigned(site, address)),
    subject: harmlessText(reading.subject ?? '', SUBJECT_SHOWN),
    words: harmlessText(firstWords(reading.newText), WORDS_SHOWN),
  }
}

/** The signed address of somebody else must not reach the one who is asked. */
function unsigned(site: Site, address: string): string {
  const token = readToken(address, site.keys)
  if (!token || token === 'forged') return address
  return `${token.address}+${token.number}@${token.domain}`
}

function letterAbout(
  site: Site,
  { inbound, person, facts }: { inbound: string; person: PersonRow; facts: HeldFacts },
): Letter {
  const page = `${baseUrlOf(site)}/q/${questionToken({ inbound, person: person.id }, site.keys)}`
  return {
    words: 'question',
    forUser: true,
    values: {
      when: timeOf(facts.receivedAt, person),
      server: facts.server,
      to: facts.to.join(', '),
    },
    lines: [facts.subject, facts.words].map((text) => `“${text || '…'}”`),
    links: [`${page}/mine`, `${page}/not-mine`],
    answers: null,
  }
}

function timeOf(at: number, { language, time_zone: timeZone }: PersonRow): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone,
  }).format(at)
}
