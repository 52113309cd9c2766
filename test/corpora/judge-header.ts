import type { Mailbox, Reading } from '../../gateway/mail/reading.ts'
import type { Expected } from './cases.ts'
import { holds, isBox, listOf, miss, sameAddresses, sameText, spaced } from './compare.ts'

/** What a source expects of the fields of the header. */
export function judgeHeader(expect: Expected, reading: Reading): string[] {
  return [
    ...judgeSubject(expect, reading),
    ...judgeBoxes(expect, reading),
    ...judgeFieldTexts(expect, reading),
    ...judgeAddresses(expect, reading),
    ...judgeIds(expect, reading),
    ...judgeDate(expect, reading),
  ]
}

function judgeSubject(expect: Expected, { subject }: Reading): string[] {
  const wrong: string[] = []
  const want = expect['subject']
  if (want !== undefined && !(want === null ? !subject : sameText(want, subject)))
    wrong.push(miss('subject', want, subject))
  for (const piece of listOf(expect['subject_contains']))
    if (!holds(subject, piece)) wrong.push(miss('subject_contains', piece, subject))
  for (const piece of listOf(expect['subject_not_contains']))
    if (holds(subject, piece)) wrong.push(miss('subject_not_contains', piece, subject))
  return wrong
}

function fieldsOf(reading: Reading): [name: string, boxes: Mailbox[]][] {
  const { from, to, cc, replyTo } = reading
  return [
    ['from', from],
    ['to', to],
    ['cc', cc],
    ['reply_to', replyTo],
  ]
}

function judgeBoxes(expect: Expected, reading: Reading): string[] {
  const wrong: string[] = []
  for (const [name, boxes] of fieldsOf(reading)) {
    const want = expect[name]
    const same = (one: object, n: number): boolean => boxes[n] !== undefined && isBox(one, boxes[n])
    if (want && !(want.length === boxes.length && want.every(same)))
      wrong.push(miss(name, want, boxes))
    const addresses = expect[`${name}_addresses`]
    if (addresses && !sameAddresses(addresses, boxes))
      wrong.push(miss(`${name}_addresses`, addresses, boxes))
    const first = expect[`${name}_address`]
    if (first !== undefined && (first ?? '').toLowerCase() !== keyOf(boxes[0]))
      wrong.push(miss(`${name}_address`, first, boxes))
    const names = expect[`${name}_names`]
    if (names && String(names) !== String(boxes.map((box) => box.name)))
      wrong.push(miss(`${name}_names`, names, boxes))
  }
  return wrong
}

function keyOf(box: Mailbox | null | undefined): string {
  return (box?.address ?? '').toLowerCase()
}

/** A field's decoded text, against the mailboxes that were read of it: by its letters. */
function judgeFieldTexts(expect: Expected, reading: Reading): string[] {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}@.]/gu, '')
  return fieldsOf(reading).flatMap(([name, boxes]) => {
    const want = expect[`header_${name}`]
    if (want === undefined) return []
    const read = [
      boxes.map((box) => box.name + box.address),
      boxes.map((box) => box.address + box.name),
    ]
    const same = read.some((texts) => letters(texts.join('')) === letters(want ?? ''))
    return same ? [] : [miss(`header_${name}`, want, boxes)]
  })
}

function judgeAddresses(expect: Expected, reading: Reading): string[] {
  const { from, to, sender } = reading
  const wrong: string[] = []
  const author = sender ?? from[0]
  if (expect['from_name'] !== undefined && spaced(expect['from_name']) !== spaced(from[0]?.name))
    wrong.push(miss('from_name', expect['from_name'], from))
  if ((expect['from_count_at_least'] ?? 0) > from.length)
    wrong.push(miss('from_count_at_least', expect['from_count_at_least'], from))
  for (const want of listOf<string>(expect['to_addresses_contain']))
    if (!to.some((box) => keyOf(box) === want.toLowerCase()))
      wrong.push(miss('to_addresses_contain', want, to))
  if (
    typeof expect['sender'] === 'string' &&
    ![keyOf(sender), keyOf(from[0])].includes(expect['sender'].toLowerCase())
  )
    wrong.push(miss('sender', expect['sender'], author))
  if (expect['sender_name'] !== undefined && expect['sender_name'] !== author?.name)
    wrong.push(miss('sender_name', expect['sender_name'], author))
  const all = [...fieldsOf(reading).flatMap(([, boxes]) => boxes), ...(sender ? [sender] : [])]
  for (const want of listOf<string | object>(expect['addresses_found']))
    if (!all.some((box) => isBox(typeof want === 'string' ? { address: want } : want, box)))
      wrong.push(miss('addresses_found', want, all))
  return wrong
}

function judgeIds(expect: Expected, reading: Reading): string[] {
  const wrong: string[] = []
  const { messageId, inReplyTo, references } = reading
  const joined = (ids: string[]): string =>
    (expect['references_as_set'] ? ids.toSorted() : ids).join(' ')
  if (expect['message_id'] !== undefined && (expect['message_id'] ?? null) !== messageId)
    wrong.push(miss('message_id', expect['message_id'], messageId))
  if (expect['message_id_missing'] && messageId) wrong.push(miss('message_id', null, messageId))
  if (
    expect['in_reply_to'] !== undefined &&
    listOf(expect['in_reply_to']).join(' ') !== inReplyTo.join(' ')
  )
    wrong.push(miss('in_reply_to', expect['in_reply_to'], inReplyTo))
  if (
    expect['references'] !== undefined &&
    joined(listOf(expect['references'])) !== joined(references)
  )
    wrong.push(miss('references', expect['references'], references))
  for (const id of listOf<string>(expect['references_contain']))
    if (!references.includes(id)) wrong.push(miss('references_contain', id, references))
  return wrong
}

function judgeDate(expect: Expected, { date }: Reading): string[] {
  const want = expect['date']
  if (want === undefined || want === date) return []
  const near = want && date && Math.abs(Date.parse(want) - Date.parse(date)) < 1000
  return near ? [] : [miss('date', want, date)]
}
