import fc from 'fast-check'
import sanitizeHtml from 'sanitize-html'
import { expect, test } from 'vitest'
import { sanitiseHtml } from '../../gateway/mail/html/sanitise.ts'
import { shownHtml } from '../../gateway/mail/html/shown-html.ts'
import { pieces } from './html-pieces.ts'

/** As another sanitiser writes it that takes out nothing: it only mends how elements stand in each other. */
function untouched(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
  })
}

test('another sanitiser finds nothing to take out of what is written, whatever came', () => {
  const mail = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), {
    maxLength: 14,
  })
  fc.assert(
    fc.property(mail, (parts) => {
      const { html } = sanitiseHtml(parts.join(''))
      expect(shownHtml(html)).toBe(untouched(html))
      expect(html).not.toMatch(/<(details|summary)/i)
    }),
    { numRuns: 4000 },
  )
})

const rows: [source: string, clean: string][] = [
  ['<a href="//evil.test">x</a>', '<a rel="noopener noreferrer nofollow" target="_blank">x</a>'],
  [
    '<a href="ja va\tscript:alert(1)">x</a>',
    '<a rel="noopener noreferrer nofollow" target="_blank">x</a>',
  ],
  [
    '<a href="java<!-- -->script:alert(1)">x</a>',
    '<a rel="noopener noreferrer nofollow" target="_blank">x</a>',
  ],
  ['<p title="a&quot;<b>">x', '<p title="a&quot;&lt;b&gt;">x</p>'],
  [`<p title='a" onclick="x'>y`, '<p title="a&quot; onclick=&quot;x">y</p>'],
  ['<img alt="" src="cid:a">', '<img alt="" src="cid:a" />'],
  ['<td nowrap width="">x', '<td nowrap>x</td>'],
  ['<section>x</section>', '<div>x</div>'],
  ['<div data-quote="all">x</div>', '<div>x</div>'],
  ['<b><i>x</b></i>', '<b><i>x</i></b>'],
  ['<iframe><b>x</iframe>y', '<b>x</b>y'],
  ['<noscript><i></noscript >x', 'x'],
  ['<p><noscript>a</p>b</noscript>c', '<p></p>c'],
  ['<select><option>a<option>b</select>c', 'c'],
  ['&lt;script&gt; &amp;amp;', '&lt;script&gt; &amp;amp;'],
  ['<head><title>x</title></head>y', 'y'],
]

test.each(rows)('%s is written as %s', (source, clean) => {
  expect(sanitiseHtml(source).html).toBe(clean)
})

test('elements deeper than a hundred are left out, their words stay', () => {
  const { html } = sanitiseHtml(`${'<b>'.repeat(150)}x${'</b>'.repeat(150)}`)
  expect(html).toBe(`${'<b>'.repeat(100)}x${'</b>'.repeat(100)}`)
})
