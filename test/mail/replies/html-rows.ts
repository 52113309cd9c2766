/** What mail programs put below an answer in HTML; the answer is "<b>Fine</b>, thanks." in an element before it. */
export const htmlQuotes: [client: string, html: string][] = [
  [
    'Gmail',
    '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 9:00 AM Nora &lt;<a href="mailto:nora@example.test">nora@example.test</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"><div dir="ltr">The leg is broken.</div></blockquote></div>',
  ],
  [
    'Gmail in a language of its own',
    '<div class="gmail_quote"><div class="gmail_attr">Nora, Zungumza tarehe 5:<br></div><blockquote class="gmail_quote">The leg is broken.</blockquote></div>',
  ],
  [
    'Outlook on the web',
    '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Nora &lt;nora@example.test&gt;<br><b>Sent:</b> Monday, January 5, 2026 9:00 AM<br><b>To:</b> Vic<br><b>Subject:</b> The table</font><div>&nbsp;</div></div><div>The leg is broken.</div>',
  ],
  [
    'Outlook on the web in a language of its own',
    '<hr tabindex="-1"><div id="x_divRplyFwdMsg"><b>Kutoka:</b> Nora<br><b>Tarehe:</b> 5<br></div><div>The leg is broken.</div>',
  ],
  [
    'Outlook for Windows',
    '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span lang="EN-US">From:</span></b><span lang="EN-US"> Nora &lt;nora@example.test&gt; <br><b>Sent:</b> Monday, January 5, 2026 9:00 AM<br><b>To:</b> Vic<br><b>Subject:</b> The table<o:p></o:p></span></p></div></div><p class="MsoNormal">The leg is broken.</p>',
  ],
  [
    'Outlook for Mac',
    '<div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>From: </b>Nora<br><b>Date: </b>Monday, 5 January 2026 at 09:00<br><b>To: </b>Vic<br><b>Subject: </b>The table</p></div><p>The leg is broken.</p></div></div>',
  ],
  [
    'Outlook for phones',
    '<div class="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%"><div id="ms-outlook-mobile-reference-message"><b>From:</b> Nora<br>The leg is broken.</div>',
  ],
  [
    'Apple Mail',
    '<div><br><blockquote type="cite"><div>On Jan 5, 2026, at 9:00 AM, Nora &lt;nora@example.test&gt; wrote:</div><br class="Apple-interchange-newline"><div>The leg is broken.</div></blockquote></div>',
  ],
  [
    'iPhone',
    '<div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 5 Jan 2026, at 09:00, Nora &lt;nora@example.test&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">The leg is broken.</div></blockquote>',
  ],
  [
    'Thunderbird',
    '<br><div class="moz-cite-prefix">On 05/01/2026 09:00, Nora wrote:<br></div><blockquote type="cite" cite="mid:1@example.test"><p>The leg is broken.</p></blockquote><pre class="moz-signature" cols="72">-- \nVic</pre>',
  ],
  [
    'Yahoo',
    '<div id="ydp1yahoo_quoted_1" class="ydp1yahoo_quoted"><div style="font-family:Helvetica"><div>On Monday, January 5, 2026 at 09:00:00 AM GMT+1, Nora &lt;nora@example.test&gt; wrote: </div><div><br></div><div>The leg is broken.</div></div></div>',
  ],
  [
    'Proton Mail',
    '<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Monday, January 5th, 2026 at 9:00 AM, Nora &lt;nora@example.test&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">The leg is broken.</blockquote></div>',
  ],
  [
    'Zoho',
    '<div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Mon, 05 Jan 2026 09:00:00 +0100 <b>Nora &lt;nora@example.test&gt;</b> wrote ----</div><blockquote style="border-left: 1px solid rgb(204, 204, 204);">The leg is broken.</blockquote></div>',
  ],
  [
    'Tutanota',
    '<br>5 Jan 2026, 09:00 by nora@example.test:<br><blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8;">The leg is broken.</blockquote>',
  ],
  [
    'GMX',
    '<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b> Montag, 05. Januar 2026 um 09:00 Uhr<br><b>Von:</b> "Nora" &lt;nora@example.test&gt;<br><b>An:</b> vic@vendor.test<br><b>Betreff:</b> Der Tisch</div><div name="quoted-content">The leg is broken.</div></div>',
  ],
  [
    'Zimbra',
    '<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Nora" &lt;nora@example.test&gt;<br><b>To: </b>"Vic"<br><b>Sent: </b>Monday, 5 January, 2026 09:00:00<br><b>Subject: </b>The table<br></div><div data-marker="__QUOTED_TEXT__">The leg is broken.</div>',
  ],
  [
    'Hotmail',
    '<br><hr id="stopSpelling">Date: Mon, 5 Jan 2026 09:00:00 +0100<br>From: nora@example.test<br>To: vic@vendor.test<br>Subject: The table<br><br>The leg is broken.',
  ],
  [
    'Spark',
    '<div name="messageSignatureSection">Sent with Spark</div><div name="messageReplySection">On 5 Jan 2026, 9:00 AM +0100, Nora &lt;nora@example.test&gt;, wrote:<br><blockquote style="border-left: thin solid #1abc9c;">The leg is broken.</blockquote></div>',
  ],
  [
    'Airmail',
    '<p class="airmail_on">On 5 January 2026 at 09:00:00, Nora (<a href="mailto:nora@example.test">nora@example.test</a>) wrote:</p><div><blockquote type="cite" class="clean_bq">The leg is broken.</blockquote></div>',
  ],
  [
    'Front',
    '<div class="front-signature">Vic</div>On January 5, 2026 at 9:00 AM GMT+1 <a href="mailto:nora@example.test">nora@example.test</a> wrote:<br><blockquote type="cite" class="front-blockquote">The leg is broken.</blockquote>',
  ],
  [
    'Samsung',
    '<div style="font-size:100%;color:#000000"><div>-------- Original message --------</div><div>From: Nora &lt;nora@example.test&gt; </div><div>Date: 05/01/2026  09:00  (GMT+01:00) </div><div>To: Vic </div><div>Subject: The table </div><div><br></div></div>The leg is broken.',
  ],
  [
    'QQ',
    '<div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b> "Nora" &lt;nora@example.test&gt;;</div><div><b>发送时间:</b>&nbsp;2026年1月5日(星期一) 上午9:00</div><div><b>收件人:</b>&nbsp;"Vic";</div><div><b>主题:</b>&nbsp;桌子</div></div><div>The leg is broken.</div>',
  ],
  [
    'NetEase',
    '<div id="divNeteaseMailCard"></div><br>At 2026-01-05 09:00:00, "Nora" &lt;nora@example.test&gt; wrote:<br> <blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; BORDER-LEFT: #ccc 1px solid">The leg is broken.</blockquote>',
  ],
  [
    'Mail.ru',
    '<br><br>Понедельник, 5 января 2026, 9:00 +03:00 от Nora &lt;nora@example.test&gt;:<br><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">The leg is broken.</blockquote>',
  ],
  [
    'Yandex',
    '<div> </div><div>05.01.2026, 09:00, "Nora" &lt;nora@example.test&gt;:</div><blockquote><p>The leg is broken.</p></blockquote>',
  ],
  [
    'Roundcube',
    '<p id="reply-intro">On 2026-01-05 09:00, Nora wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><p>The leg is broken.</p></blockquote>',
  ],
  [
    'eM Client',
    '<div>------ Original Message ------</div><div>From "Nora" &lt;nora@example.test&gt;</div><div>To "Vic" &lt;vic@vendor.test&gt;</div><div>Date 05/01/2026 09:00:00</div><div>Subject The table</div><div id="x1"><blockquote cite="mid:1" type="cite" class="cite2">The leg is broken.</blockquote></div>',
  ],
  [
    'HCL Notes',
    '<font size=1 color=#5f5f5f>From: </font><font size=1>Nora/Shop</font><br><font size=1>To: </font><font size=1>Vic/Vendor</font><br><font size=1>Date: </font><font size=1>05/01/2026 09:00</font><br><font size=1>Subject: </font><font size=1>The table</font><br><hr noshade><br><tt>The leg is broken.</tt>',
  ],
  [
    'an unknown program',
    '<table><tr><td><p>On 5 January 2026, Nora &lt;nora@example.test&gt; wrote:</p></td></tr></table><p>The leg is broken.</p>',
  ],
]
