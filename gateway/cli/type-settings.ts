import type { Command } from 'commander'
import type { RecordType } from '../chatter/records/record-types.ts'
import { answerRulesOf, type Rest } from '../chatter/records/rest.ts'
import { Refused } from '../lib/errors.ts'
import type { AnswerRule, AnswerRules, TypeSettings } from '../store/tables/threads.ts'
import { POLICIES, STRANGERS, STRANGERS_FLAG, UNPROVED, UNPROVED_FLAG } from './alias-commands.ts'
import { collect, oneOf } from './options.ts'

/** The rules of a record type, as options. */
export type SettingsOptions = {
  who?: string
  strangers?: string
  unproved?: string
  userMail?: string
  currency?: string
  subjectTag?: string
  follow: string[]
  answer: string[]
}

const RESTS: Rest[] = ['closed', 'archived', 'deleted']
const RULES: AnswerRule[] = ['reopen', 'keep', 'new linked']
const KINDS = ['message', 'note'] as const
const FOLLOWS = ['creator', 'assignee', 'customer', 'replier', 'mentioned'] as const
const TAGS = ['reference', 'none'] as const

export function settingsOptions(command: Command): Command {
  return command
    .option('--who <policy>', `who may post: ${POLICIES.join(', ')}`)
    .option(...STRANGERS_FLAG)
    .option(...UNPROVED_FLAG)
    .option('--user-mail <kind>', `what a user's mail is: ${KINDS.join(', ')}`)
    .option('--currency <code>', 'of new money fields, such as EUR')
    .option('--subject-tag <what>', `what subjects begin with: ${TAGS.join(', ')}`)
    .option(
      '--follow <who=yes|no>',
      `who follows by themselves (repeatable): ${FOLLOWS.join(', ')}`,
      collect,
      [],
    )
    .option(
      '--answer <rest=rule>',
      'what an answer does to one that is closed, archived or deleted (repeatable): reopen, keep, "new linked"',
      collect,
      [],
    )
}

/** @throws Refused that names the words there are */
export function settingsFrom(type: RecordType, options: SettingsOptions): Partial<TypeSettings> {
  const { who, strangers, unproved, userMail, currency, subjectTag } = options
  return {
    ...(who === undefined ? {} : { whoMayPost: oneOf(POLICIES, who, 'policy') }),
    ...(strangers === undefined ? {} : { strangers: oneOf(STRANGERS, strangers, 'rule') }),
    ...(unproved === undefined ? {} : { unproved: oneOf(UNPROVED, unproved, 'rule') }),
    ...(userMail === undefined ? {} : { userMail: oneOf(KINDS, userMail, 'kind') }),
    ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
    ...(subjectTag === undefined
      ? {}
      : { subjectTag: oneOf(TAGS, subjectTag, 'tag') === 'none' ? 'none' : '' }),
    follow: { ...type.settings.follow, ...readFollows(options.follow) },
    answers: { ...answerRulesOf(type), ...readAnswers(options.answer) },
  }
}

function readAnswers(pairs: string[]): Partial<AnswerRules> {
  const read = pairs.map((pair) => {
    const [rest = '', rule = ''] = pair.split('=')
    return [oneOf(RESTS, rest.trim(), 'state'), oneOf(RULES, rule.trim(), 'rule')]
  })
  return Object.fromEntries(read) as Partial<AnswerRules>
}

function readFollows(pairs: string[]): Partial<TypeSettings['follow']> {
  const read = pairs.map((pair) => {
    const [who = '', answer = ''] = pair.split('=')
    if (!/^(?:yes|no)$/.test(answer))
      throw new Refused('bad-input', `"${pair}" should be written as ${who}=yes or ${who}=no.`)
    return [oneOf(FOLLOWS, who, 'follow rule'), answer === 'yes']
  })
  return Object.fromEntries(read) as Partial<TypeSettings['follow']>
}
