import type { WhyNot } from './why.ts'

/** Why somebody was not told, as a sentence about them: for pages and for the command line. */
export const WHY_NOT: Record<WhyNot, string> = {
  author: 'They wrote it.',
  'has it': 'They stand in To or Cc of the mail itself, so they have it.',
  internal: 'It is for users only, and does not name them.',
  'not subscribed': 'They follow, and have not subscribed to this kind of update.',
  muted: 'They had muted the thread.',
  paused: 'Mail to their address is paused, or they have none.',
  disabled: 'They are disabled.',
  'wants nothing': 'They chose to hear nothing.',
  automatic: 'A machine wrote it, and such mail is told to fewer people.',
  brake: 'Machines seemed to answer each other, so it was told to fewer people.',
  'not following': 'They do not follow, and it does not name them.',
  'followed later': 'They follow since after it.',
  'had left': 'They had left before it.',
  'not recorded': 'It was posted before this was written down, or has been moved here since.',
}
