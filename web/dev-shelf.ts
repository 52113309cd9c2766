import type { KeptMail } from '../gateway/chatter/notifications/kept-mails.ts'
import type { Reading } from '../gateway/mail/reading.ts'
import type { InboundState } from '../gateway/store/tables/mailbag.ts'
import type { Here } from './views/times.ts'

export const MAIL_VIEWS = ['rendered', 'text', 'raw', 'trace'] as const
export type MailView = (typeof MAIL_VIEWS)[number]

/** What the dev inbox shows: the mails on the shelf, the one that is open, and what became of the mail written last. */
export type DevInbox = {
  look: { mail?: number | undefined; view: MailView; to: string; sent: string }
  aliases: string[]
  mails: KeptMail[]
  recipients: { address: string; name: string }[]
  newest: number
  open: (KeptMail & { source: Buffer }) | null
  reading: Reading | null
  sent: {
    state: InboundState
    reason: string | null
    record: string | null
    entry: number | null
  } | null
  here: Here
}
