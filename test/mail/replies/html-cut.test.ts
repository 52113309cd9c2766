import { expect, test } from 'vitest'
import type { Reading } from '../../../gateway/mail/reading.ts'
import { multipart, readHtml, readText } from '../mails.ts'
import { htmlQuotes } from './html-rows.ts'

const answer = '<div style="color:red"><b>Fine</b>, thanks.</div>'

/** The HTML that is shown unfolded. */
function shown(mail: Reading): string {
  return mail.htmlParts
    .filter((part) => part.kind === 'new')
    .map((part) => part.html)
    .join('|')
}

function folded(mail: Reading): string {
  return mail.htmlParts
    .filter((part) => part.kind !== 'new')
    .map((part) => part.html)
    .join('|')
}

/** Every element that is opened is closed, in order. */
function isBalanced(html: string): boolean {
  const open: string[] = []
  for (const [, close, tag, self] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
    if (self) continue
    if (!close) open.push(tag!)
    else if (open.pop() !== tag) return false
  }
  return open.length === 0
}

test.each(htmlQuotes)('the HTML of %s is cut below the answer', async (_client, quote) => {
  const mail = await readHtml(`<html><body>${answer}${quote}</body></html>`)
  expect(mail.newText).toBe('Fine, thanks.')
  expect(shown(mail)).toContain(answer)
  expect(shown(mail)).not.toContain('broken')
  expect(folded(mail)).toContain('The leg is broken.')
  for (const part of mail.htmlParts)
    expect([part.html, isBalanced(part.html)]).toEqual([part.html, true])
})

test('where a text part comes with the HTML, each is cut by its own words', async () => {
  const [, quote] = htmlQuotes[0]!
  const mail = await readText(
    multipart(
      'Content-Type: text/plain\n\nFine, thanks.\n\nOn Mon, Jan 5, 2026 at 9:00 AM Nora <nora@example.test> wrote:\n\n> The leg is broken.\n',
      `Content-Type: text/html\n\n${answer}${quote}`,
    ),
    { 'Content-Type': 'multipart/alternative; boundary=cut' },
  )
  expect(mail.newText).toBe('Fine, thanks.')
  expect(shown(mail)).toBe(answer)
})

test('answers between the quotes of Gmail stay, with their formatting and in their order', async () => {
  const mail = await readHtml(
    '<div class="gmail_quote"><div class="gmail_attr">On 5 Jan 2026, Nora wrote:</div><blockquote class="gmail_quote">Which leg?</blockquote><div><i>The left one.</i></div><blockquote class="gmail_quote">And when?</blockquote><div><i>Monday.</i></div></div>',
  )
  expect(mail.htmlParts.map((part) => part.kind)).toEqual(['quote', 'new', 'quote', 'new'])
  expect(mail.htmlParts[1]!.html).toBe('<div><div><i>The left one.</i></div></div>')
  expect(mail.htmlParts[3]!.html).toBe('<div><div><i>Monday.</i></div></div>')
})

test('answers typed inside the blockquote of Apple Mail stay', async () => {
  const mail = await readHtml(
    '<blockquote type="cite"><div>On 5 Jan 2026, at 09:00, Nora wrote:</div><div>Which leg?</div></blockquote><div>Left.</div><blockquote type="cite"><div>When?</div></blockquote><div>Monday.</div>',
  )
  expect(mail.newText).toBe('Left.\n\nMonday.')
  expect(shown(mail)).toBe('<div>Left.</div>|<div>Monday.</div>')
})

test('a table that is cut keeps its rows and columns whole', async () => {
  const mail = await readHtml(
    '<table><tr><td><p>Fine.</p></td></tr><tr><td>On 5 Jan 2026, Nora &lt;n@example.test&gt; wrote:<blockquote type="cite">Old</blockquote></td></tr></table>',
  )
  expect(shown(mail)).toBe('<table><tr><td><p>Fine.</p></td></tr></table>')
  expect(folded(mail)).toContain('<blockquote data-quote="cite">Old</blockquote></td></tr></table>')
})

test('lines of preformatted text are cut apart', async () => {
  const mail = await readHtml(
    '<pre>Fine.\n\nOn 5 Jan 2026, Nora wrote:\n&gt; Old\n&gt; words\n</pre>',
  )
  expect(shown(mail)).toBe('<pre>Fine.\r\n</pre>')
  expect(folded(mail)).toContain('&gt; Old')
})

test('a picture above the quote is new, one inside is not', async () => {
  const mail = await readHtml(
    '<div><img src="cid:leg@vendor.test"></div><blockquote type="cite"><img src="cid:old@vendor.test">Old</blockquote><img src="cid:top@vendor.test">',
  )
  expect(shown(mail)).toContain('cid:leg')
  expect(shown(mail)).toContain('cid:top')
  expect(shown(mail)).not.toContain('cid:old')
  expect(folded(mail)).toContain('cid:old')
})

test('a paragraph that its author indented is the author’s', async () => {
  const mail = await readHtml(
    '<div>The address:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>1 Table Road</div></blockquote><div>Vic</div><div class="moz-cite-prefix">On 05/01/2026, Nora wrote:</div><blockquote type="cite">Old</blockquote>',
  )
  expect(mail.newText).toBe('The address:\n\n1 Table Road\n\nVic')
})

test('a sender cannot name a part of the mail a quote without showing it as one', async () => {
  const mail = await readHtml(
    '<div data-quote="all">Pay now.</div><p data-quote="rest">Please.</p>',
  )
  expect(mail.newText).toBe('Pay now.\n\nPlease.')
  expect(mail.html).not.toContain('data-quote')
})

test('mail without HTML has no HTML parts', async () => {
  expect((await readText('Fine.')).htmlParts).toEqual([])
})
