import { createHash } from 'node:crypto'
import { isUser } from '../../chatter/people/people.ts'
import { referenceOf } from '../../chatter/records/records.ts'
import { DAY, MINUTE } from '../../lib/clock.ts'
import { addressKey } from '../../mail/addresses.ts'
import { readOwnId } from '../../mail/message-ids.ts'
import type { Site } from '../../store/site.ts'
import type { AuthorKnown } from '../routing/case.ts'
import { destinationKey, type InThread, type ToNewRecord } from '../routing/destination.ts'

/** Who is not told of a mail that is filed all the same, and the rule that says so. */
export type Brake = { hush: 'outsiders' | 'everybody'; why: string }

/** So many in ten minutes and in a day are told; of the next ones nobody hears, or no outsider. */
type Limit = { inTenMinutes: number; inADay: number; hush: Brake['hush'] }

/**
 * Mail of machines: a thread in which robots talk keeps nobody awake. What opens a record each time is no thread yet: a shop's
 * orders come in dozens, each a piece of work.
 */
const AUTOMATIC: Limit[] = [{ inTenMinutes: 3, inADay: 10, hush: 'everybody' }]
const AUTOMATIC_TO_AN_ALIAS: Limit[] = [{ inTenMinutes: 20, inADay: 100, hush: 'everybody' }]
/** What other gateways pass on, and answers of what wants none: a person may have written it, so users hear of more. */
const PASSED_ON: Limit[] = [
  { inTenMinutes: 20, inADay: 100, hush: 'everybody' },
  { inTenMinutes: 3, inADay: 10, hush: 'outsiders' },
]
/** Answer upon answer of one outsider: more than a person writes. Robots that do not say what they are end here. */
const BY_TURNS: Limit[] = [
  { inTenMinutes: 20, inADay: 100, hush: 'everybody' },
  { inTenMinutes: 6, inADay: 30, hush: 'outsiders' },
]
const BY_TURNS_OF_A_USER: Limit[] = [{ inTenMinutes: 20, inADay: 100, hush: 'outsiders' }]
/** The same words, whatever numbers stand between them, in answer to others: the third time is one too many. */
const SAME_WORDS = 2

const PLACES_KEPT = 2000
const MAILS_KEPT = 120
const MOST_OF_A_TEXT = 4000

type Kind = 'automatic' | 'passed on' | 'turn' | 'plain'
type Seen = { mail: string; author: number; at: number; kind: Kind; words: string }
/** Oldest first; of plain mails in a row only the last, which says whose turn it was. */
type Place = Seen[]

/**
 * In this process's memory: so an ordinary mail costs no statement. Several processes brake each for themselves, and a start
 * forgets; a loop then ends some mails later.
 */
const places = new WeakMap<Site, Map<string, Place>>()

/** Looks at a mail that is about to be posted, and remembers it. A mail that is tried again is not counted twice. */
export function brakeOn(open: AuthorKnown, destination: InThread | ToNewRecord): Brake | null {
  if (destination.kind === 'new record' && open.reading.class === 'human') return null
  const place = placeOf(open.site, destination, open.person.id)
  const now = { ...seenIn(open, place), at: open.at }
  remember(place, now)

  const limit = limitsOn(open, destination, now.kind).find((one) => isOver(place, now, one))
  const brake = limit
    ? { hush: limit.hush, why: `more ${WORDS[now.kind]} than a thread takes` }
    : repeats(open, place, now)
  if (brake) raise(open, destination, brake)
  return brake
}

function remember(place: Place, now: Seen): void {
  if (place.some(({ mail }) => mail === now.mail)) return
  if (now.kind === 'plain' && place.at(-1)?.kind === 'plain') place.pop()
  place.push(now)
  if (place.length > MAILS_KEPT) place.shift()
}

const WORDS: Record<Kind, string> = {
  automatic: 'automatic mail',
  'passed on': 'mail from a gateway or a robot',
  turn: 'answers in a row',
  plain: 'mail',
}

function limitsOn(open: AuthorKnown, { kind: place }: { kind: string }, kind: Kind): Limit[] {
  if (kind === 'automatic') return place === 'new record' ? AUTOMATIC_TO_AN_ALIAS : AUTOMATIC
  if (kind === 'passed on') return PASSED_ON
  if (kind === 'plain') return []
  return isUser(open.person) ? BY_TURNS_OF_A_USER : BY_TURNS
}

/** Machines count together, whatever they call themselves; people each for themselves. */
function isOver(place: Place, now: Seen, { inTenMinutes, inADay }: Limit): boolean {
  const alike = place.filter(
    ({ kind, author, at }) =>
      at > now.at - DAY && kind === now.kind && (kind !== 'turn' || author === now.author),
  )
  const recent = alike.filter(({ at }) => at > now.at - 10 * MINUTE)
  return recent.length > inTenMinutes || alike.length > inADay
}

function repeats(open: AuthorKnown, place: Place, now: Seen): Brake | null {
  if (now.kind !== 'turn' || isUser(open.person)) return null
  const same = place.filter(
    ({ author, words, kind, at }) =>
      kind === 'turn' && author === now.author && words === now.words && at > now.at - DAY,
  )
  if (same.length <= SAME_WORDS) return null
  return { hush: 'outsiders', why: 'the same words again and again' }
}

function seenIn(open: AuthorKnown, place: Place): Omit<Seen, 'at'> {
  const { reading, mail, person, site } = open
  const last = place.findLast((one) => one.mail !== mail.id)
  const ids = [...reading.inReplyTo, ...reading.references.slice(-1)]
  const answers =
    (last !== undefined && last.author !== person.id) ||
    ids.some((id) => readOwnId(id, site.keys) !== null)
  const gateway = reading.classReasons.includes('gateway-mail')
  const passedOn = gateway || (answers && !reading.mayAnswer)
  const turn = answers ? 'turn' : 'plain'
  const kind = reading.class !== 'human' ? 'automatic' : passedOn ? 'passed on' : turn
  const words = kind === 'turn' ? digestOf(open) : ''
  return { mail: mail.id, author: person.id, kind, words }
}

/** The same for two mails that say the same but for numbers and signs, with the same files. */
function digestOf({ reading, files }: AuthorKnown): string {
  const said = reading.newText.slice(0, MOST_OF_A_TEXT).toLowerCase()
  const words = said.replace(/[^\p{L}]+/gu, ' ')
  const all = [words, ...files.map(({ sha256 }) => sha256)].join(' ')
  return createHash('sha256').update(all).digest('base64url')
}

function placeOf(site: Site, destination: InThread | ToNewRecord, author: number): Place {
  const known = places.get(site) ?? new Map<string, Place>()
  places.set(site, known)
  const of = destination.kind === 'new record' ? ` ${author}` : ''
  const key = `${destinationKey(destination)}${of}`
  const place = known.get(key) ?? []
  known.delete(key)
  known.set(key, place)
  if (known.size > PLACES_KEPT) known.delete(known.keys().next().value!)
  return place
}

function raise(open: AuthorKnown, destination: InThread | ToNewRecord, { hush, why }: Brake): void {
  const where =
    destination.kind === 'thread' ? referenceOf(destination.open) : destination.alias.address
  const about = `${where} ${addressKey(open.author.mailbox.address)}`.slice(0, 300)
  open.site.alarms.raise('mail_loop', about, { inbound: open.mail.id, why, 'not told': hush })
}
