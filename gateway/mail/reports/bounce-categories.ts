import type { Failure } from './bounce-dsn.ts'
import type { Verdict } from './bounce-words.ts'

/** How PowerMTA sorts the failures that it reports; `other` says nothing. */
const categories: Record<string, [kind: Verdict['kind'], status: string]> = {
  'bad-mailbox': ['hard', '5.1.1'],
  'bad-domain': ['hard', '5.1.2'],
  'inactive-mailbox': ['soft', '5.2.1'],
  'quota-issues': ['soft', '5.2.2'],
  'message-expired': ['soft', '5.4.7'],
  'no-answer-from-host': ['soft', '5.4.1'],
  'bad-connection': ['soft', '5.4.2'],
  'routing-errors': ['soft', '5.4.4'],
  'bad-configuration': ['soft', '5.3.5'],
  'spam-related': ['policy', '5.7.1'],
  'virus-related': ['policy', '5.7.1'],
  'content-related': ['policy', '5.7.1'],
  'policy-related': ['policy', '5.7.1'],
  'relaying-issues': ['policy', '5.7.1'],
  'invalid-sender': ['policy', '5.1.8'],
}

/** The verdict that the writer of a report has given itself; null where it has given none. */
export function categorised(failure: Failure): Verdict | null {
  const found = Object.hasOwn(categories, failure.category ?? '')
    ? categories[failure.category ?? '']
    : undefined
  if (!found) return null
  const [kind, status] = found
  const temporary = failure.status?.startsWith('4') === true
  return { kind: temporary ? 'soft' : kind, status, sure: true }
}
