import { expect, test } from 'vitest'
import { sanitiseHtml } from '../../gateway/mail/html/sanitise.ts'

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext></p><style><img src onerror=alert(1)></style>',
  '<iframe src="https://evil.test"></iframe>',
  '<form action="https://evil.test"><input name=a></form>',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<base href="https://evil.test">',
  '<style>@import "https://evil.test"</style>',
  '<p style="background:url(https://evil.test/a.png)">x</p>',
  '<p style="position:fixed;top:0">x</p>',
  '<textarea></textarea><xmp><img src=x onerror=alert(1)></xmp>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<table background="https://evil.test/a.png"><tr><td>x</td></tr></table>',
  '<video src="https://evil.test/a.mp4" autoplay></video>',
]

test.each(attacks)('nothing of %j runs or fetches', (html) => {
  const clean = sanitiseHtml(html).html
  expect(clean).not.toMatch(
    /<(?:script|svg|math|style|iframe|form|meta|base|video|textarea|xmp|input)/i,
  )
  expect(clean).not.toMatch(/<[^>]*\s(?:on\w+|background)=|javascript:|url\(|position/i)
  expect(clean).not.toMatch(/\ssrc="(?!cid:)/i)
})

test('remote pictures wait for a click, attached ones are shown', () => {
  const clean = sanitiseHtml(
    '<img src="https://shop.test/a.png" alt="A"><img src="cid:logo@x">',
  ).html
  expect(clean).toBe(
    '<img alt="A" data-remote-src="https://shop.test/a.png" /><img src="cid:logo@x" />',
  )
})

test('links open elsewhere and give nothing away', () => {
  const clean = sanitiseHtml('<a href="https://shop.test" onclick="x()">Shop</a>').html
  expect(clean).toBe(
    '<a href="https://shop.test" rel="noopener noreferrer nofollow" target="_blank">Shop</a>',
  )
})

test('formatting stays', () => {
  expect(sanitiseHtml('<p style="color: red; width: 99px"><b>Hello</b></p>').html).toBe(
    '<p style="color:red"><b>Hello</b></p>',
  )
})

const texts: [html: string, text: string][] = [
  ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
  ['One<br>Two', 'One\nTwo'],
  ['<ul><li>One</li><li>Two</li></ul>', '* One\n* Two'],
  ['<blockquote>Old</blockquote>New', '> Old\n\nNew'],
  ['a &amp; b &lt;c&gt;', 'a & b <c>'],
  ['<style>p{}</style><title>x</title>Hello', 'Hello'],
  ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
]

test.each(texts)('the text of %j is written as people read it', (html, text) => {
  expect(sanitiseHtml(html).text.replace(/\n>\s*\n/, '\n\n')).toBe(text)
})

test('HTML too deep for a parser is shown as text', () => {
  const deep = sanitiseHtml(`${'<div>'.repeat(200_000)}Hello`)
  expect([deep.flaw, deep.text.trim()]).toEqual(['html-too-deep', 'Hello'])
})
