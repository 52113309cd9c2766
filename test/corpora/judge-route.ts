import type { Reading } from '../../gateway/mail/reading.ts'
import type { Expected, Read } from './cases.ts'
import { holds, listOf, miss, sameText } from './compare.ts'

/** What the reader gives to the one who finds the thread: the parents, the writer, the forwarded mail. */
export function judgeRoute(expect: Expected, { reading }: Read): string[] {
  const wrong = judgeForwarded(expect, reading)
  const ids = [...reading.inReplyTo, ...reading.references, reading.bounce?.originalMessageId]
  const parent = expect['parent_message_id']
  if (parent && !ids.includes(parent)) wrong.push(miss('parent_message_id', parent, ids))
  const author = expect['forwarded'] ? reading.forwarded?.from : reading.from[0]
  const sender = expect['sender']?.address ?? expect['sender']
  if (typeof sender === 'string' && sender.toLowerCase() !== author?.address.toLowerCase())
    wrong.push(miss('sender', sender, author))
  if (expect['auto'] !== undefined && expect['auto'] !== (reading.class !== 'human'))
    wrong.push(miss('auto', expect['auto'], reading.class))
  if (expect['bounce'] && reading.class !== 'bounce')
    wrong.push(miss('bounce', true, reading.class))
  return wrong
}

function judgeForwarded({ forwarded: want }: Expected, { forwarded }: Reading): string[] {
  if (!want) return []
  if (!forwarded) return [miss('forwarded', want, null)]
  const wrong: string[] = []
  const from: string | undefined = want.from?.address ?? want.from
  const found = forwarded.from?.address.toLowerCase() ?? 'nobody'
  if (from && !from.toLowerCase().includes(found))
    wrong.push(miss('forwarded.from', from, forwarded.from))
  if (want.before !== undefined && !sameText(want.before, forwarded.before))
    wrong.push(miss('forwarded.before', want.before, forwarded.before))
  for (const piece of listOf(want.before_contains))
    if (!holds(forwarded.before, piece))
      wrong.push(miss('forwarded.before_contains', piece, forwarded.before))
  for (const piece of listOf(want.contains))
    if (!holds(forwarded.body, piece)) wrong.push(miss('forwarded.contains', piece, forwarded.body))
  if (
    want.embedded &&
    !holds(forwarded.body, want.embedded) &&
    !holds(want.embedded, forwarded.body)
  )
    wrong.push(miss('forwarded.embedded', want.embedded, forwarded.body))
  return wrong
}
