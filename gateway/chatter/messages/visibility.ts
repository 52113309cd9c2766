import type { MessageRow } from '../../store/tables/threads.ts'

/**
 * The one rule of who may see a message. Users see all; an outsider sees only messages (not notes), and of those not what a
 * newcomer wrote before a user let them in. Mails, quotes, References and pages all ask here.
 */
export function isForOutsiders(message: Pick<MessageRow, 'kind' | 'audience'>): boolean {
  return message.kind !== 'note' && message.audience === 'everyone'
}

/** A note may be meant for an outsider whom it names; what a newcomer wrote is for no outsider, named or not. */
export function isForOutsiderNamed(message: Pick<MessageRow, 'audience'>): boolean {
  return message.audience === 'everyone'
}
