/**
 * Two ways in which work ends badly. Refused: somebody asked for what may not be, and is told. Everything else is our trouble or
 * the world's: logged with its stack, tried again where it can be, answered 451 or 500, never shown.
 * Enhanced status codes: RFC 3463 section 3.
 */
export const refusals = {
  'no-such-mailbox': {
    smtp: 550,
    enhanced: '5.1.1',
    http: 404,
    text: 'There is no mailbox at this address.',
  },
  'relay-denied': {
    smtp: 550,
    enhanced: '5.7.1',
    http: 403,
    text: 'This server takes no mail for that domain.',
  },
  'not-allowed': { smtp: 550, enhanced: '5.7.1', http: 403, text: 'You may not do this.' },
  'stray-line-end': {
    smtp: 550,
    enhanced: '5.6.0',
    http: 400,
    text: 'Lines of a mail must end in CR LF, and neither may stand alone.',
  },
  'too-large': {
    smtp: 552,
    enhanced: '5.3.4',
    http: 413,
    text: 'The mail is larger than this server takes.',
  },
  'too-many-recipients': {
    smtp: 452,
    enhanced: '4.5.3',
    http: 400,
    text: 'Too many recipients in one mail.',
  },
  'not-found': { smtp: 550, enhanced: '5.1.1', http: 404, text: 'There is no such thing here.' },
  'bad-input': { smtp: 501, enhanced: '5.5.4', http: 400, text: 'This could not be understood.' },
  'already-there': { smtp: 550, enhanced: '5.5.4', http: 409, text: 'This exists already.' },
  'encrypt-first': {
    smtp: 538,
    enhanced: '5.7.11',
    http: 403,
    text: 'Please begin TLS (STARTTLS) before you sign in.',
  },
  'wrong-password': {
    smtp: 535,
    enhanced: '5.7.8',
    http: 401,
    text: 'This address and password do not fit.',
  },
  'too-many-tries': {
    smtp: 421,
    enhanced: '4.7.0',
    http: 429,
    text: 'Too many wrong passwords. Please try again in a quarter of an hour.',
  },
  'too-busy': {
    smtp: 454,
    enhanced: '4.7.0',
    http: 503,
    text: 'Too many people are signing in this moment. Please try again.',
  },
  'sign-in-first': { smtp: 530, enhanced: '5.7.0', http: 401, text: 'Please sign in first.' },
} as const

export type RefusalReason = keyof typeof refusals

export class Refused extends Error {
  readonly reason: RefusalReason

  /** @param detail what to tell the one who asked, in place of the reason's own sentence */
  constructor(reason: RefusalReason, detail?: string) {
    super(detail ?? refusals[reason].text)
    this.name = 'Refused'
    this.reason = reason
  }
}

/** The sentence an SMTP client gets for a failure: the refusal's own, or a temporary one that says nothing of our insides. */
export function smtpReply(failure: unknown): { code: number; text: string } {
  if ((failure as NodeJS.ErrnoException | null)?.code === 'ENOSPC')
    return { code: 452, text: '4.3.1 No room on the disk here, please try again later.' }
  if (!(failure instanceof Refused))
    return { code: 451, text: '4.3.0 Temporary trouble here, please try again.' }

  const { smtp, enhanced } = refusals[failure.reason]
  return { code: smtp, text: `${enhanced} ${failure.message}` }
}

export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
