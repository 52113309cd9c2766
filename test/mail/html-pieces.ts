/** Pieces that have been ways round sanitisers, and what mail is made of. */
export const pieces =
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
