/** Every standard that the code cites, and how far Postern follows it. A test checks that nothing is cited that is not listed. */
export type RfcEntry = {
  rfc: number
  title: string
  follows: 'yes' | 'partial' | 'no'
  note?: string
}

export const RFC_INDEX: RfcEntry[] = [
  { rfc: 1468, title: 'ISO-2022-JP', follows: 'yes' },
  { rfc: 1557, title: 'ISO-2022-KR', follows: 'partial', note: 'read, never written' },
  { rfc: 1843, title: 'HZ', follows: 'partial', note: 'read, never written' },
  {
    rfc: 1847,
    title: 'Security multiparts',
    follows: 'partial',
    note: 'kept whole and named, not checked',
  },
  { rfc: 1870, title: 'SMTP SIZE', follows: 'yes' },
  { rfc: 2045, title: 'MIME: bodies', follows: 'yes' },
  { rfc: 2046, title: 'MIME: media types', follows: 'yes' },
  { rfc: 2047, title: 'MIME: encoded words', follows: 'yes' },
  { rfc: 2152, title: 'UTF-7', follows: 'partial', note: 'read, never written' },
  { rfc: 2183, title: 'Content-Disposition', follows: 'yes' },
  { rfc: 2231, title: 'MIME parameter continuations', follows: 'yes' },
  { rfc: 2369, title: 'List-* headers', follows: 'partial', note: 'List-Unsubscribe only' },
  { rfc: 2392, title: 'cid: addresses', follows: 'yes' },
  { rfc: 2606, title: 'Reserved names', follows: 'yes' },
  { rfc: 2919, title: 'List-Id', follows: 'yes' },
  { rfc: 2920, title: 'SMTP pipelining', follows: 'yes' },
  {
    rfc: 3156,
    title: 'OpenPGP in MIME',
    follows: 'partial',
    note: 'kept whole and named, not checked',
  },
  { rfc: 3462, title: 'multipart/report', follows: 'yes' },
  { rfc: 3463, title: 'Enhanced status codes', follows: 'yes' },
  {
    rfc: 3464,
    title: 'Delivery status notifications',
    follows: 'partial',
    note: 'read; none is ever sent',
  },
  { rfc: 3629, title: 'UTF-8', follows: 'yes' },
  { rfc: 3676, title: 'format=flowed', follows: 'partial', note: 'read, not written' },
  { rfc: 3798, title: 'Read receipts', follows: 'partial', note: 'read; none is ever sent' },
  { rfc: 3834, title: 'Automatic answers', follows: 'yes' },
  { rfc: 4648, title: 'Base32', follows: 'yes' },
  {
    rfc: 4954,
    title: 'SMTP AUTH',
    follows: 'partial',
    note: 'its answer codes are told apart when a relay refuses us',
  },
  { rfc: 5321, title: 'SMTP', follows: 'partial', note: 'STARTTLS and AUTH are not offered yet' },
  { rfc: 5322, title: 'Internet message format', follows: 'yes' },
  {
    rfc: 5545,
    title: 'iCalendar',
    follows: 'partial',
    note: 'one event is read; recurrences are never expanded',
  },
  { rfc: 5546, title: 'iTIP', follows: 'partial', note: 'the method is read' },
  { rfc: 5891, title: 'Internationalised domain names', follows: 'partial' },
  { rfc: 5965, title: 'Abuse reports', follows: 'partial', note: 'recognised' },
  { rfc: 6266, title: 'Content-Disposition in HTTP', follows: 'yes' },
  {
    rfc: 6376,
    title: 'DKIM',
    follows: 'partial',
    note: 'checked for mail in the names of users; not signed yet',
  },
  { rfc: 6531, title: 'SMTPUTF8', follows: 'partial', note: 'taken in; not used for sending' },
  { rfc: 6532, title: 'Internationalised headers', follows: 'yes' },
  { rfc: 7208, title: 'SPF', follows: 'partial', note: 'as 6376' },
  { rfc: 7489, title: 'DMARC', follows: 'partial', note: 'as 6376; no reports' },
  { rfc: 8058, title: 'One-click unsubscribe', follows: 'partial', note: 'without DKIM yet' },
  { rfc: 8187, title: 'HTTP header parameters', follows: 'yes' },
  { rfc: 8551, title: 'S/MIME', follows: 'partial', note: 'kept whole and named, not checked' },
  {
    rfc: 8601,
    title: 'Authentication-Results',
    follows: 'partial',
    note: 'read from trusted border servers; none is written',
  },
  {
    rfc: 8617,
    title: 'ARC',
    follows: 'partial',
    note: 'seals of trusted sealers are believed; none is made',
  },
  {
    rfc: 8621,
    title: 'JMAP for mail',
    follows: 'partial',
    note: 'its rule of which parts are the body',
  },
]
