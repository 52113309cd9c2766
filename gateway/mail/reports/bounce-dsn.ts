import { type HeaderLine, headerValue } from '../header/headers.ts'

/** One recipient as a report states it, before it is judged. `category`: what kind of failure its writer calls it. */
export type Failure = {
  address: string
  action: string
  status: string | null
  reason: string
  category?: string
}

/**
 * Reads the recipient groups of a delivery report: fields in blocks with empty lines between. Reports of home-made
 * programs put them into ordinary text, so the lines need not be all there is. RFC 3464 sections 2.1 and 2.3.
 */
export function readDsnText(text: string): Failure[] {
  const failures: Failure[] = []
  for (const block of blocksOf(text)) {
    const failure = readBlock(block)
    if (failure) failures.push(failure)
  }
  return failures
}

/** Fields in groups; a new recipient field begins a new group even where the empty line is missing. */
function blocksOf(text: string): HeaderLine[][] {
  const blocks: HeaderLine[][] = [[]]
  let hasRecipient = false
  for (const raw of text.slice(0, 2_000_000).split('\n')) {
    const line = raw.replace(/\r$/, '').slice(0, 4000)
    const field = /^([A-Za-z][A-Za-z-]{2,40})\s?:\s*(.*)$/.exec(line)
    const last = blocks.at(-1)!
    if (line.trim() === '') {
      if (last.length > 0) blocks.push([])
      hasRecipient = false
    } else if (field) {
      const name = field[1]!.toLowerCase()
      if (name === 'final-recipient' && hasRecipient) blocks.push([])
      if (name === 'final-recipient') hasRecipient = true
      blocks.at(-1)!.push({ name, value: field[2]! })
    } else if (last.length > 0 && /^\s/.test(line)) last.at(-1)!.value += ` ${line.trim()}`
  }
  return blocks
}

function readBlock(block: HeaderLine[]): Failure | null {
  const final = addressOf(headerValue(block, 'final-recipient'))
  const original = addressOf(headerValue(block, 'original-recipient'))
  const address = isMailAddress(final) || !isMailAddress(original) ? final || original : original
  if (address === '') return null
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(headerValue(block, 'status'))?.[0] ?? null
  const action = headerValue(block, 'action').toLowerCase().split(/[\s(]/)[0]!
  const reason = headerValue(block, 'diagnostic-code')
    .replace(/^\s*[a-z0-9-]{1,30}\s*;\s*/i, '')
    .replace(/\s+/g, ' ')
  const category = headerValue(block, 'x-powermta-bouncecategory').trim().toLowerCase()
  return { address, action: action || 'failed', status, reason, category }
}

/** `rfc822; kim@example.com`, with or without brackets. */
function addressOf(field: string): string {
  const value = field
    .replace(/^\s*(?:rfc822|utf-8|x400|unknown|smtp|lotus notes|system)\s*;\s*/i, '')
    .trim()
  const bracketed = /<([^<>\s]{3,320})>/.exec(value)?.[1]
  return (bracketed ?? value.split(/\s/)[0] ?? '').replace(/^['<]+|['>;,.]+$/g, '')
}

function isMailAddress(text: string): boolean {
  return /^[^@|/][^|]{0,200}@[^@:]{1,255}\.[^@.:]{2,63}$/.test(text)
}
