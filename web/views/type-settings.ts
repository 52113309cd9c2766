import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { answerRulesOf, type Rest } from '../../gateway/chatter/records/rest.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AnswerRule } from '../../gateway/store/tables/threads.ts'
import { selectField, textField, tickBox } from './fields.ts'
import { STRANGERS, UNPROVED, WHO_MAY_POST } from './words.ts'

const USER_MAIL = [
  { value: 'message', label: 'a message to the followers' },
  { value: 'note', label: 'a note, for the team' },
]

const ANSWERS: { value: AnswerRule; label: string }[] = [
  { value: 'reopen', label: 'brings it back' },
  { value: 'keep', label: 'is filed there, no more' },
  { value: 'new linked', label: 'opens a linked record' },
]

export function settingsCard(type: RecordType): SafeHtml {
  const { follow } = type.settings
  const answers = answerRulesOf(type)
  return html`<section class="card stack" aria-label="Settings"><div class="field-row">
${textField({ name: 'label', label: 'Name', value: type.label, required: true })}
${textField({ name: 'plural', label: 'Plural', value: type.plural, required: true })}
${selectField({ name: 'whoMayPost', label: 'Who may post', options: [...WHO_MAY_POST], value: type.settings.whoMayPost })}
${selectField({ name: 'strangers', label: 'Strangers, where only followers may', options: [...STRANGERS], value: type.settings.strangers })}
${selectField({ name: 'unproved', label: 'Known senders without proof', options: [...UNPROVED], value: type.settings.unproved ?? 'hold' })}
${selectField({ name: 'userMail', label: 'A user’s mail is', options: [...USER_MAIL], value: type.settings.userMail ?? 'message' })}
${selectField({ name: 'subjectTag', label: 'Subjects begin with', options: tagsOf(type), value: type.settings.subjectTag ?? '' })}
${textField({ name: 'currency', label: 'Currency of new money fields', value: type.settings.currency ?? 'EUR' })}</div>
<div class="field-row">${answerField('closed', 'An answer to a closed one', answers.closed)}
${answerField('archived', 'An answer to an archived one', answers.archived)}
${answerField('deleted', 'An answer to a deleted one', answers.deleted)}</div>
<fieldset class="ticks row"><legend>Follow by themselves</legend>
${tickBox({ name: 'creator', label: 'who opens it', on: follow.creator })}
${tickBox({ name: 'assignee', label: 'the assignee', on: follow.assignee })}
${tickBox({ name: 'customer', label: 'the customer', on: follow.customer })}
${tickBox({ name: 'replier', label: 'who replies by mail', on: follow.replier })}
${tickBox({ name: 'mentioned', label: 'who is mentioned', on: follow.mentioned ?? true })}</fieldset></section>`
}

function tagsOf({ prefix }: RecordType): { value: string; label: string }[] {
  return [
    { value: '', label: `the reference, [${prefix}-1]` },
    { value: 'none', label: 'the name' },
  ]
}

function answerField(rest: Rest, label: string, value: AnswerRule): SafeHtml {
  // what is kept in a deleted record is seen by nobody
  const options = ANSWERS.filter((one) => rest !== 'deleted' || one.value !== 'keep')
  return selectField({ name: rest, label, options, value })
}
