import type { PostingRule, WhoMayPost } from '../../store/tables/mailbag.ts'

/** What is known of somebody who writes, as far as it matters here. */
export type Writer = { isUser: boolean; isKnown: boolean; isFollower: boolean; isProved: boolean }

/** `unproved`: they might, if anything showed that they are who they say. */
export type Admission = 'yes' | 'no' | 'unproved'

/** Pure: may this person write to a place with this rule? Users always may: they have shown who they are before they are asked here. */
export function mayPost(rule: PostingRule, writer: Writer): Admission {
  if (rule.who === 'everyone' || writer.isUser) return 'yes'
  if (!isAmong(rule.who, writer)) return 'no'
  return writer.isProved || !asksForProof(rule) ? 'yes' : 'unproved'
}

/** Pure: a From says nothing where only some outsiders may write, unless an admin has chosen to believe it. */
export function asksForProof({ who, unproved }: PostingRule): boolean {
  return (who === 'contacts' || who === 'followers') && unproved === 'hold'
}

function isAmong(who: WhoMayPost, { isKnown, isFollower }: Writer): boolean {
  return who === 'contacts' ? isKnown : who === 'followers' && isFollower
}
