import { referenceOf } from '../../gateway/chatter/records/records.ts'
import type { Folk, Letter } from './cast.ts'
import { quoteStyles } from './quotes.ts'
import { rightsWatch } from './rights.ts'
import {
  type Act,
  keepSecret,
  newWord,
  outsiders,
  type Scenario,
  strangers,
  tell,
  users,
} from './scenario.ts'

/** What people do by mail: those who may, those who pretend, and those who have found an old mail. */
export const mailActs: Act[] = [
  userAnswers,
  userAnswers,
  userAnswers,
  userForwards,
  outsiderAnswers,
  outsiderAnswers,
  strangerWrites,
  somebodyForges,
]

type Mail = {
  from: Folk
  /** Who really sends it. */
  sender: Folk
  proved: boolean
  to: string
  cc: string[]
  head: string
  word: string
  letter: Letter | null
  inReplyTo: boolean
  references: boolean
  subject: string
  quoted: string
}

const USERS_COMMANDS = ['/note', '/nto', '/send', '/close', '/assign me', '/follow', '/who']
const OTHERS_COMMANDS = ['/close', '/assign me', '/note', '/stage new', '/set name x', '/unfollow']

async function userAnswers(scenario: Scenario) {
  const { chance } = scenario
  const user = chance.one(users(scenario))
  const letter = user && chance.one(user.letters)
  if (!user || !letter) return null
  const proved = chance.percent(85)
  const head = chance.percent(25) ? chance.one(USERS_COMMANDS) : ''
  const mail = answer(scenario, { from: user, letter, head, proved })
  tellOf(scenario, 'answers', mail)
  const inside = isInside(scenario, mail) || ['/note', '/nto'].includes(head)
  if (!proved) keepSecret(scenario, mail.word, 'words of a mail that must be held')
  else if (inside && head !== '/send') keepSecret(scenario, mail.word, "a user's answer to a note")
  return send(scenario, mail)
}

/** What was said inside stays there, whatever a user passes on by an oversight. */
async function userForwards(scenario: Scenario) {
  const { chance } = scenario
  const user = chance.one(users(scenario))
  const letter = user && chance.one(user.letters)
  if (!user || !letter) return null
  const mail = {
    ...answer(scenario, { from: user, letter, head: '', proved: true }),
    subject: 'Fwd: Printer',
    quoted: forwardOf(letter),
    inReplyTo: false,
    references: chance.percent(50),
  }
  tellOf(scenario, 'forwards', mail)
  return send(scenario, mail)
}

async function outsiderAnswers(scenario: Scenario) {
  const { chance } = scenario
  const outsider = chance.one(outsiders(scenario))
  const letter = outsider && chance.one(outsider.letters)
  if (!outsider || !letter) return null
  const head = chance.percent(20) ? chance.one(OTHERS_COMMANDS) : ''
  const mail = answer(scenario, { from: outsider, letter, head, proved: false })
  tellOf(scenario, 'answers', mail)
  if (isInside(scenario, mail)) keepSecret(scenario, mail.word, "an outsider's answer to a note")
  return send(scenario, mail)
}

/** Knows every address and id that any mail of the story has held. */
async function strangerWrites(scenario: Scenario) {
  const { chance } = scenario
  const stranger = chance.one(strangers(scenario))
  if (!stranger) return null
  const letter = chance.one(scenario.folk.flatMap(({ letters }) => letters)) ?? null
  const head = chance.percent(30) ? chance.one(OTHERS_COMMANDS) : ''
  const mail = answer(scenario, { from: stranger, letter, head, proved: false })
  tellOf(scenario, 'writes', mail)
  keepSecret(scenario, mail.word, `words of the newcomer ${stranger.id}`)
  return send(scenario, mail)
}

/** Somebody writes in the name of a user. */
async function somebodyForges(scenario: Scenario) {
  const { chance } = scenario
  const sender = chance.one(scenario.folk.filter(({ inside }) => !inside))
  const user = chance.one(users(scenario))
  if (!sender || !user) return null
  const letter = chance.one(scenario.folk.flatMap(({ letters }) => letters)) ?? null
  const head = chance.percent(50) ? chance.one(USERS_COMMANDS) : ''
  const mail = { ...answer(scenario, { from: user, letter, head, proved: false }), sender }
  tellOf(scenario, `is forged by ${sender.name} and says`, mail)
  keepSecret(scenario, mail.word, 'forged words')
  return send(scenario, mail)
}

function answer(
  scenario: Scenario,
  mail: Pick<Mail, 'from' | 'proved' | 'head'> & { letter: Letter | null },
): Mail {
  const { chance, world, open } = scenario
  const { letter, from } = mail
  const record = `${open.type.settings.address}+${open.record.number}@example.test`
  const doors = [
    letter?.replyTo || record,
    letter?.replyTo || record,
    letter?.replyTo || record,
    world.alias,
    record,
  ]
  const quoted = letter && chance.percent(80) ? chance.one(quoteStyles)(letter) : ''
  return {
    ...mail,
    sender: from,
    to: chance.one(doors),
    cc: chance.percent(25) ? chance.some(scenario.folk).map(({ email }) => email) : [],
    word: newWord(scenario, 'said'),
    inReplyTo: chance.percent(75),
    references: chance.percent(75),
    subject: chance.percent(20) ? `Re: [${referenceOf(open)}] Printer` : 'Re: Printer',
    quoted,
  }
}

/** Does the mail answer something that stands inside, by the rule of PRODUCT section 4? Worked out here on our own. */
function isInside(
  { innerEntries }: Scenario,
  { to, letter, inReplyTo, references }: Mail,
): boolean {
  const signed = to === letter?.replyTo
  if (signed && /^[^@]*\.n[0-9a-z]+@/.test(to)) return true
  const answersInner = letter?.message != null && innerEntries.has(letter.message)
  return answersInner && (inReplyTo || references)
}

async function send(scenario: Scenario, mail: Mail) {
  const watch = await rightsWatch(scenario, mail)
  const id = await scenario.world.mail({
    from: mail.sender.email,
    to: [mail.to],
    source: sourceOf(scenario, mail),
    proved: mail.proved,
  })
  return () => watch(id)
}

function sourceOf({ number, chance }: Scenario, mail: Mail): string {
  const { letter, from } = mail
  const fields = [
    `From: ${from.name} <${from.email}>`,
    `To: <${mail.to}>`,
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map((one) => `<${one}>`).join(', ')}`] : []),
    `Subject: ${mail.subject}`,
    `Message-ID: <${number}.${mail.word}.${chance.below(1e9)}@elsewhere.test>`,
    ...(letter && mail.inReplyTo ? [`In-Reply-To: <${letter.messageId}>`] : []),
    ...(letter && mail.references
      ? [`References: ${[...letter.references, letter.messageId].map((id) => `<${id}>`).join(' ')}`]
      : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ]
  const text = [mail.head, `I say ${mail.word} to that.`, '', mail.quoted].filter(
    (line, index) => line !== '' || index === 2,
  )
  return [...fields, '', ...text.join('\n').split('\n')].join('\r\n')
}

function forwardOf({ text }: Letter): string {
  return `---------- Forwarded message ---------\nFrom: Support <support@example.test>\nDate: Sat, 21 Nov 2026 at 10:00\nSubject: Printer\nTo: Kim <kim@example.test>\n\n${text}`
}

function tellOf(scenario: Scenario, verb: string, mail: Mail): void {
  const about = mail.letter?.message ? `a mail about entry ${mail.letter.message}` : 'nothing'
  const evidence = [mail.inReplyTo && 'In-Reply-To', mail.references && 'References'].filter(
    Boolean,
  )
  tell(
    scenario,
    `${mail.from.name}${mail.proved ? ', proved,' : ''} ${verb} ${mail.word} upon ${about} to ${mail.to}, cc ${mail.cc.join(' ')}, with ${evidence.join(' and ') || 'no ids'}, ${mail.head || 'no command'}, subject ${mail.subject}`,
  )
}
