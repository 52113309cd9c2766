import type { HeldReading } from '../../gateway/inbound/admission/held-mail.ts'

/** Why a mail is held, and what releasing it does. Dropping and blocking are the same for all. */
export type HeldWords = { why: string; release: string }

type Words = (reading: HeldReading) => HeldWords

const NOWHERE =
  'Release changes nothing while its address leads nowhere. Make an alias, then try it again.'

const REASONS: Record<string, Words> = {
  'unverified colleague': ({ from, question }) => ({
    why: `It says that a colleague wrote it (${from}), and nothing shows that it is so. ${question}`,
    release: 'Release posts it as theirs, with their rights, this once.',
  }),
  'from our own address': ({ from }) => ({
    why: `It says that it comes from ${from}, one of our own addresses, as forms of web sites do.`,
    release: 'Release posts it, this once.',
  }),
  'may not post here': ({ from }) => ({
    why: `${from} may not post where it goes: the rule there says who may.`,
    release: 'Release posts it, this once; the rule stays.',
  }),
  'unverified sender': ({ from }) => ({
    why: `Only some outsiders may post where it goes. ${from} is one of them, and nothing shows that they wrote it: no signature of their domain, no address that only they were sent.`,
    release:
      'Release posts it as theirs, this once. An alias or a record type can be set to believe them.',
  }),
  'several authors': () => ({
    why: 'It names several authors and no sender: who wrote it is anybody’s guess.',
    release: 'Release posts it under the address that its envelope names.',
  }),
  'answers an internal entry': ({ from }) => ({
    why: `${from} is no follower, and answers an internal entry that only users got: its id may have leaked.`,
    release: 'Release files it inside the team.',
  }),
  'a person wrote to a bounce address': ({ from }) => ({
    why: `${from} answered the return path of a mail instead of its sender.`,
    release: 'Release posts it in the thread of that mail.',
  }),
  'for the postmaster': () => ({
    why: 'It is for the postmaster, and no alias takes that mail.',
    release: 'Release changes nothing before an alias takes it. Read it in its source.',
  }),
  'no address here': () => ({ why: 'None of its addresses is one of ours.', release: NOWHERE }),
  'unknown address': () => ({
    why: 'Its address is ours and leads nowhere (any more).',
    release: NOWHERE,
  }),
  'caught address': () => ({
    why: 'Nobody has its address, and the catch-all of its domain keeps such mail for you.',
    release: NOWHERE,
  }),
  'foreign address': () => ({
    why: 'Its address is of a domain that is not ours.',
    release: NOWHERE,
  }),
  'forged address': () => ({
    why: 'Its address looks like one of our signed ones, and the signature is wrong.',
    release: NOWHERE,
  }),
  'no such record': () => ({ why: 'The record that it was written to is gone.', release: NOWHERE }),
  'the record of this address is gone': () => ({
    why: 'The record that it was written to is gone.',
    release: NOWHERE,
  }),
  'the record of this alias is gone': () => ({
    why: 'The alias that it was written to feeds a record that is gone.',
    release: NOWHERE,
  }),
}

/** @param reason the code that is kept with the mail; one without words of its own is said as it is */
export function heldWords(reason: string | null, reading: HeldReading): HeldWords {
  const from = reading.from || 'Nobody who could be read'
  const words = REASONS[reason ?? '']
  if (words) return words({ ...reading, from })
  return { why: `${reason ?? 'No reason is known'}.`, release: 'Release lets it in, this once.' }
}
