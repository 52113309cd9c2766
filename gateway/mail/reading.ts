/**
 * What the reader sees in one raw mail. The names are a contract: `postern inspect` prints them, and tools outside the
 * project call it. Plain values only, so that a reading can cross from a worker thread to the gateway.
 */
export type Reading = {
  /** Message-ID without angle brackets, or null when the mail has none that can be read (RFC 5322 section 3.6.4). */
  messageId: string | null
  /** The Date header as ISO 8601 in UTC, or null. */
  date: string | null
  subject: string | null
  /** Every mailbox of every From field: more than one is a flaw and never verified. */
  from: Mailbox[]
  sender: Mailbox | null
  replyTo: Mailbox[]
  to: Mailbox[]
  cc: Mailbox[]
  inReplyTo: string[]
  /** Oldest first, as the header has them. */
  references: string[]
  /** Addresses that forwarding servers left behind: Delivered-To, X-Original-To, Envelope-To, X-Envelope-To, X-Forwarded-To. */
  deliveredTo: string[]
  /** The whole text body in its real charset; made from the HTML where there is no text part. */
  text: string
  /** The text body cut in order, nothing left out. */
  parts: Part[]
  /** The `new` parts joined: what the thread shows unfolded. */
  newText: string
  /** The HTML body, sanitised; null where the mail has none. */
  html: string | null
  /** The HTML body cut as the text is, in order and nothing left out; each part is balanced. Empty without HTML. */
  htmlParts: HtmlPart[]
  attachments: Attachment[]
  class: MailClass
  classReasons: string[]
  /** May an automatic answer be sent (RFC 3834 section 2)? */
  mayAnswer: boolean
  bounce: BounceReport | null
  forwarded: Forwarded | null
  /** Whether a list or a forwarding server passed the mail on, and who wrote it then. Null for mail that came straight. */
  passedOn: PassedOn | null
  invite: Invite | null
  /** Orders in the first and in the last lines of the new text. */
  commands: Command[]
  /** Lines like orders that do not count: in the middle of the text, or where the text may not be the author's. */
  strayCommands: Command[]
  /** The whole new text where it is as short as "Done." or "mute 3d": an order if the answered mail offered it. */
  wholeBody: Command | null
  /** What was wrong with the mail, and how it was read all the same. */
  flaws: string[]
  /** Why the mail could not be read, or null. The original stays attached. */
  unparsed: string | null
  /** Same for the same mail by any door: SHA-256 over id, author, date, subject, words and files, without trace headers. */
  fingerprint: string
}

export type Mailbox = { name: string; address: string }

export type PartKind = 'new' | 'quote' | 'signature' | 'footer' | 'forwarded'

/** `closing`: the author's last words before the name, and the name; new like the words above. */
export type Part = { kind: PartKind; text: string; closing?: true }

export type HtmlPart = { kind: PartKind; html: string }

export type Attachment = {
  filename: string
  contentType: string
  /** Decoded bytes. */
  size: number
  sha256: string
  inline: boolean
  contentId: string | null
  content: Uint8Array
}

export type MailClass =
  | 'human'
  | 'auto-reply'
  | 'out-of-office'
  | 'bounce'
  | 'delay'
  | 'complaint'
  | 'receipt'
  | 'list'
  | 'bulk'
  | 'generated'
  | 'own'

export type BounceReport = { recipients: BouncedRecipient[]; originalMessageId: string | null }

export type BouncedRecipient = {
  address: string
  /** RFC 3464 section 2.3.3: failed, delayed, delivered, relayed, expanded. */
  action: string
  /** Enhanced status code (RFC 3463), derived from the words where the report has none. */
  status: string | null
  replyCode: string | null
  kind: 'hard' | 'soft' | 'policy' | 'delay'
  /** The remote server's own words. */
  reason: string
}

export type Forwarded = {
  from: Mailbox | null
  date: string | null
  subject: string | null
  /** The forwarder's own words. */
  before: string
  body: string
  via: 'inline' | 'attachment'
  /**
   * A title, the prefix of the subject or an attached mail says that it was forwarded. False where the text only holds a
   * copied header block, as Outlook puts above an ordinary reply: the writer stays the author then.
   */
  declared: boolean
}

export type PassedOn = {
  /** The mailboxes it went through, and how that is known: a list, a forward by rule, a person who resent it. */
  by: { address: string; how: 'list' | 'auto-forward' | 'resent' }[]
  /** The author where the From was rewritten ("Nora via Support"); null where From is the author. Never for rights. */
  author: Mailbox | null
  knownBy: 'original-from' | 'reply-to' | 'address' | null
}

export type Invite = {
  method: string
  uid: string
  /** Grows with each change. RFC 5546 section 2.1.4. */
  sequence: number
  /** Which one of a series it speaks of; null for all of it. */
  instance: string | null
  /** The rule of its repetition, as it stands. */
  repeats: string | null
  summary: string
  start: string | null
  end: string | null
  timeZone: string | null
  location: string
  organizer: string | null
  attendees: string[]
}

export type Command = { verb: string; arguments: string; line: number }

/** What the door knows of a mail besides its bytes; it sharpens the class. */
export type Envelope = {
  /** The reverse-path of MAIL FROM, '' for the null one; null when the door has no envelope. */
  mailFrom: string | null
  /** Domains whose Message-IDs are our own. */
  ownDomains: string[]
}
