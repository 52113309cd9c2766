/**
 * What an element says of the words in it. `cite`: a client's quote. `own`: a quote that may be the author's. `head`: the
 * line above a quote. `all`: a whole answered mail. `rest`: the answered mail begins here and goes on to the end. `line`: a
 * rule that may stand above one. `signature`: put there by the client.
 */
export type QuoteRole = 'cite' | 'own' | 'head' | 'all' | 'rest' | 'line' | 'signature'

/**
 * The marks of mail programs in class, id, name and data attributes, as a piece of the word: answering programs put
 * prefixes before them (`x_`, `ydp12`, `m_-5`). A new program is one more word.
 */
const marks: [QuoteRole, string[]][] = [
  [
    'all',
    [
      'yahoo_quoted', // Yahoo, AOL
      'zmail_extra', // Zoho
      'protonmail_quote',
      'tutanota_quote',
      'ms-outlook-mobile-reference-message', // Outlook for phones
      'mail-editor-reference-message-container', // Outlook for Mac and the new Outlook
      'OLK_SRC_BODY_SECTION', // Outlook 2011 for Mac
      'messageReplySection', // Spark
      'cm_replymail_content_wrap', // Newton
      'isReplyContent', // NetEase 163
      'front-blockquote', // Front
      'missive_quote', // Missive
      'mailru-blockquote',
      'edison-quote',
      'replyText__quote',
      'moz-email-headers-table',
    ],
  ],
  [
    'head',
    [
      'gmail_attr', // Gmail
      'moz-cite-prefix', // Thunderbird
      'airmail_on', // Airmail
      'protonmail_reply_head',
      '__HEADERS__', // Zimbra
      'OutlookMessageHeader',
      'hey-attribution',
    ],
  ],
  [
    'rest',
    [
      'appendonsend', // Outlook on the web
      'divRplyFwdMsg',
      'stopSpelling', // Hotmail
      'zwchr', // Zimbra
      '__DIVIDER__',
      'ms-outlook-mobile-body-separator-line',
    ],
  ],
  [
    'signature',
    [
      'gmail_signature',
      'moz-signature',
      'ms-outlook-mobile-signature',
      'protonmail_signature_block',
      'front-signature',
      'ymail_android_signature',
      'spark_signature',
    ],
  ],
]
const forms = marks.map(([role, words]) => [role, new RegExp(words.join('|'))] as const)
const named = ['class', 'id', 'name', 'data-marker', 'data-smartmail']

type Attributes = Record<string, string>

/** What the element is to a reader of answers; null for most. */
export function quoteRole(tag: string, attributes: Attributes): QuoteRole | null {
  let role: QuoteRole | null = null
  for (const name of named) {
    const value = attributes[name]
    if (value) role ??= roleOfName(value)
  }
  if (tag === 'blockquote') return role ?? (isClientQuote(attributes) ? 'cite' : 'own')
  return role ?? roleOfShape(tag, attributes)
}

function roleOfName(value: string): QuoteRole | null {
  const short = value.slice(0, 300)
  return forms.find(([, form]) => form.test(short))?.[0] ?? null
}

/** `type=cite` (Apple Mail, Thunderbird), a class with "quote" in it, or a bar at the left drawn by the client. */
function isClientQuote(attributes: Attributes): boolean {
  if (attributes['type'] === 'cite' || attributes['cite']) return true
  if (/quote|clean_bq/i.test((attributes['class'] ?? '').slice(0, 300))) return true
  return leftBar.test((attributes['style'] ?? '').slice(0, 1000))
}

const leftBar = /border-(?:left|right)(?:-style|-width|-color)?\s*:|border-(?:left|right)\s*:/i
/** Outlook and Word: `border:none;border-top:solid #E1E1E1 1.0pt`. */
const topBar = /border\s*:\s*none[^:]{0,20};\s*border-top\s*:\s*solid/i

/** GMX and Web.de name their quote and draw a bar; Outlook draws one above the header block. */
function roleOfShape(tag: string, attributes: Attributes): QuoteRole | null {
  if (tag !== 'div') return null
  if (attributes['name'] === 'quote') return 'all'
  const style = attributes['style']
  return style && topBar.test(style.slice(0, 300)) ? 'line' : null
}
