import fc from 'fast-check'
import sanitizeHtml from 'sanitize-html'
import { expect, test } from 'vitest'
import { sanitiseHtml } from '../../gateway/mail/html/sanitise.ts'
import * as policy from '../../gateway/mail/html/sanitise-policy.ts'

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

/** As it writes it under our list of what may stand. */
function judged(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...policy.allowedTags],
    allowedAttributes: Object.fromEntries(
      Object.entries(policy.allowedAttributes).map(([tag, names]) => [tag, [...names]]),
    ),
    allowedSchemes: [...policy.linkSchemes],
    allowedSchemesByTag: { img: [...policy.pictureSchemes] },
    allowProtocolRelative: false,
    nonTextTags: [...policy.droppedTags],
    nestingLimit: policy.deepestElement,
    parseStyleAttributes: false,
  })
}

/** Pieces that have been ways round sanitisers, and what mail is made of. */
const pieces =
  `<div>|</div>|<p>|</p>|<b title="a&quot;<>">|</b>|<a href="javascript:alert(1)">|<a href="java&#10;script:alert(1)">
<a href=" HTTPS://shop.test/?a&b" rel=x>|<a href="//evil.test">|<a href="/\\evil.test">|<a href="java<!-- -->script:1">|</a>|<a name=x href="mailto:kim@shop.test">
<img src=cid:a alt>|<img src="https://evil.test/a" alt="&lt;script&gt;">|<img src="data:image/svg+xml,x">|<img src=x onerror=alert(1)>
<noscript>|</noscript>|<noscript><b></p></noscript x>|<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<iframe>|</iframe>|<iframe><p>x<iframe>y|<script>alert(1)</script>|<script>|<style>p{}</style>|</style>|<svg><a>|</svg>|<svg><style><img src=x onerror=alert(1)>
<math><mi>|<mglyph>|<annotation-xml encoding="text/html">|<title>t</title>|<head>|</head>|<body onload=x>|<xmp><i></xmp>|<textarea><b></textarea/>|<textarea>
<select><option>a<option>b</select>|<table><tr><td>|</td></tr></table>|<table background=x>|<col>|<wbr>|<hr/>|<br/>|</br>|words & more &amp; <|&nbsp;&#60;script&#62;
<!-- c -->|<!-->|<!--|-->|<!DOCTYPE x>|<?php ?>|<![CDATA[x]]>|<blockquote type=cite>|</blockquote>|<div class="gmail_quote">|<div data-quote="all">|<pre>|</pre>
<div style="white-space:pre-wrap;color:red;position:fixed">|<p style="background:url(x)">|<p style="color:red/**/;x:\\65">|<font color="" face="">|<td nowrap align>
<p title='a" onclick="x'>|<b title=a"onclick=x>|<section>|<form action=x>|</form>|<template>|<plaintext>|<object>|<o:p>|<constructor>|<__proto__ a=b>|<div __proto__=x toString=1>|<svg:animate attributeName=href values="javascript:1">`
    .split(/[|\n]/)
    .filter((piece) => piece !== '')

test('another sanitiser finds nothing to take out of what is written, whatever came', () => {
  const mail = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), {
    maxLength: 14,
  })
  fc.assert(
    fc.property(mail, (parts) => {
      const { html } = sanitiseHtml(parts.join(''))
      expect(judged(html)).toBe(untouched(html))
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
