import type { Part, Reading } from '../../gateway/mail/reading.ts'
import type { Expected, Read } from './cases.ts'
import { bare, holds, listOf, miss, sameText, spaced } from './compare.ts'

/** The visible text of an answer, put together from our parts as the source's own policy wants it. */
export function judgeReply(expect: Expected, { reading }: Read): string[] {
  const wrong: string[] = []
  const visible = visibleText(reading, expect)
  if (expect['reply'] !== undefined && !sameText(expect['reply'], visible, expect['compare']))
    wrong.push(miss('reply', expect['reply'], visible))
  for (const piece of listOf(expect['contains']))
    if (!holds(visible, piece)) wrong.push(miss('contains', piece, visible))
  for (const piece of listOf(expect['not_contains']))
    if (holds(visible, piece)) wrong.push(miss('not_contains', piece, visible))
  for (const piece of listOf(expect['starts_with']))
    if (!bare(visible).startsWith(bare(piece))) wrong.push(miss('starts_with', piece, visible))
  return wrong
}

/** Words of the new text that we would fold away: folding too little is a blemish, this is a defect. */
export function judgeKept(expect: Expected, { reading }: Read): string[] {
  if (expect['reply'] === undefined) return []
  const left = new Map<string, number>()
  for (const word of wordsOf(visibleText(reading, expect)))
    left.set(word, (left.get(word) ?? 0) + 1)
  const lost = wordsOf(expect['reply']).filter((word) => {
    const count = left.get(word) ?? 0
    left.set(word, count - 1)
    return count <= 0
  })
  const isInMail = (word: string): boolean => reading.text.includes(word)
  const cut = lost.filter(isInMail)
  return cut.length > 0 ? [miss('new words kept', cut.join(' '), visibleText(reading, expect))] : []
}

/** Letters and digits only: a peer may have moved a mark or an address. */
function wordsOf(text: string): string[] {
  return spaced(text).match(/[\p{L}\p{N}]{2,}/gu) ?? []
}

function visibleText(reading: Reading, expect: Expected): string {
  const { parts } = reading
  const isWritten = (part: Part): boolean => part.kind === 'new' && part.text.trim() !== ''
  const first = parts.findIndex(isWritten)
  const last = parts.findLastIndex(isWritten)
  if (first < 0 && parts.some((part) => part.kind === 'forwarded')) return reading.text
  const shown = parts.filter((part, n) => {
    if (part.kind === 'new') return !part.closing || expect['signature'] !== 'strip-closing'
    if (part.kind === 'quote') return expect['inline_quotes'] === 'keep' && n < last
    return part.kind !== 'forwarded' && expect['signature'] === 'keep'
  })
  return shown.map((part) => part.text).join('\n')
}
