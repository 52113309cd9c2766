/**
 * What may stand in a mail that we show. No svg, math, style, form, textarea or xmp: each has been a way round a
 * sanitiser. Nothing is fetched: only `cid:` pictures keep their src.
 */
export const allowedTags = wordsOf(
  `a abbr address b big blockquote br caption center cite code col colgroup dd del dfn div dl
   dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike
   strong sub sup table tbody td tfoot th thead tr tt u ul var wbr`,
)

/** The attributes of every element (`*`) and of some. */
export const allowedAttributes: Record<string, ReadonlySet<string>> = {
  '*': wordsOf('align bgcolor dir lang style title valign data-quote'),
  a: wordsOf('href rel target name'),
  img: wordsOf('src data-remote-src alt width height'),
  font: wordsOf('color face size'),
  table: wordsOf('border cellpadding cellspacing width'),
  td: wordsOf('colspan rowspan width height nowrap'),
  th: wordsOf('colspan rowspan width height nowrap scope'),
  col: wordsOf('span width'),
  colgroup: wordsOf('span width'),
  ol: wordsOf('start type'),
  li: wordsOf('value'),
}

/** Elements whose text is no text of the mail. */
export const droppedTags = wordsOf(
  `script style textarea option noscript title xmp svg math template object applet noembed
   noframes plaintext head`,
)

/** Elements without content. */
export const emptyTags = wordsOf('br col hr img')

/** Without a value these say nothing and are left out; `alt` says that there is nothing to say. */
export const valuedAttributes = wordsOf(
  'color colspan dir height href lang name rel rowspan scope size span src start style target title type value width',
)

/** Addresses that a link may have, and those of a picture that we show. Without a scheme an address is relative. */
export const linkSchemes = wordsOf('http https mailto tel')
export const pictureSchemes = wordsOf('cid')
/** Deeper elements are left out, their words stay. */
export const deepestElement = 100

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}

/** Style properties that neither fetch, nor move, nor cover: each with the form its value may have. */
export const safeStyles: Record<string, RegExp> = {
  color: /^(#[0-9a-f]{3,8}|[a-z]{1,30}|rgba?\([\d.,% ]{1,40}\))$/i,
  'background-color': /^(#[0-9a-f]{3,8}|[a-z]{1,30}|rgba?\([\d.,% ]{1,40}\))$/i,
  'font-weight': /^[a-z0-9]{1,10}$/i,
  'font-style': /^[a-z]{1,10}$/i,
  'font-size': /^[\d.]{1,6}(px|pt|em|rem|%)?$|^[a-z-]{1,10}$/i,
  'font-family': /^[\w \-,'"]{1,200}$/,
  'text-align': /^[a-z]{1,10}$/i,
  'text-decoration': /^[a-z -]{1,30}$/i,
  'vertical-align': /^[a-z-]{1,15}$/i,
  'white-space': /^[a-z-]{1,15}$/i,
  'line-height': /^[\d.]{1,6}(px|pt|em|%)?$|^normal$/i,
  'border-collapse': /^[a-z]{1,10}$/i,
  'list-style-type': /^[a-z-]{1,30}$/i,
  direction: /^(ltr|rtl)$/i,
}
for (const side of ['', '-top', '-right', '-bottom', '-left']) {
  safeStyles[`padding${side}`] = /^([\d.]{1,6}(px|pt|em|%)? ?){1,4}$/i
  safeStyles[`margin${side}`] = /^(([\d.]{1,6}(px|pt|em|%)?|auto) ?){1,4}$/i
  safeStyles[`border${side}`] = /^[\w .#]{1,60}$/i
}
