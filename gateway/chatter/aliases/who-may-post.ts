import type { WhoMayPost } from '../../store/tables/mailbag.ts'

/** What is known of somebody who writes, as far as it matters here. */
export type Writer = { isUser: boolean; isKnown: boolean; isFollower: boolean }

/** Pure: may this person write to a place with this policy? Users always may. */
export function mayPost(policy: WhoMayPost, writer: Writer): boolean {
  if (policy === 'everyone' || writer.isUser) return true
  if (policy === 'contacts') return writer.isKnown
  return policy === 'followers' && writer.isFollower
}
