/**
 * Words by which mail programs introduce quoted and forwarded text, as data: lower case, bars between. A new client or
 * language is one more entry here and one more mail in the tests.
 */
export function words(list: string): string[] {
  return list.trim().split(/ ?\|\s+/)
}

/** "On ... Kim wrote:": the verb, wherever it stands in the line. */
export const wroteVerbs = words(`
  wrote | writes | schrieb | schrieben | geschrieben | a écrit | à écrit | a ecrit |
  écrit | escribió | escribio | escribía | ha escrito | ha scritto | scrisse | scritto |
  schreef | geschreven | skrev | skreiv | napisał | napisała | napisał(a) | pisze | napsal |
  napsala | napsal(a) | napísal | napísala | napísal(a) | írta | ezt írta | kirjoitti |
  escreveu | escreveu-lhe | пишет | написал | написала | написал(а) | писал | писал(а) | пише |
  написав | rakstīja | rašė | parašė | kirjutas | yazdı | şunu yazdı | şunları yazdı | a scris |
  έγραψε | va escriure | je napisao | je napisala | napisao je | napisala je | je napisao/la |
  je pisal | skrifaði | đã viết | menulis | เขียน | เขียนว่า | כתב | כתבה | כתב/ה | كتب | كتبت |
  写道 | 寫道 | 写到 | 说道 | 撰寫 | 写 道 | のメール | 書きました | 書いた | 작성 | 님이 작성 | 썼습니다 | 쓴 글 | 님의 말 | 님이 작성한 글 | نوشت | idatzi zuen |
  skribis | написа | napisala | napisal | napisano | missatge de | wiadomość napisana przez |
  rašo | raksta | schrijft | skriver | scrive | escribe | escreve | écrit | schreibt
`)

/** How such a line begins, where it begins with a word. */
export const wroteStarts = words(`
  on | am | le | el | il | op | den | på | w dniu | dnia | em | dne | dňa | pe | ngày | vào |
  pada | στις | la | a | в | ב | בתאריך | no dia | il giorno | u | dana | pada tanggal | at |
  um | al | à | у | kell | vào lúc | tor | ons | tir | man | fre | lør | søn | ma | ti | ke |
  to | su | mon | tue | wed | thu | fri | sat | sun | monday | tuesday | wednesday | thursday |
  friday | saturday | sunday | wiadomość napisana | missatge de | in a | în | na | на | ob | ve | v |
  quoting | citando | zitat von | في | 在 | 于
`)

/** The fields of a header that a program copies above quoted text. */
export const headerLabels = {
  from: words(`
    from | von | de | da | от кого | від кого | 보낸사람 | 발신 | 發件人 | 發信人 | người gửi | pošiljatelj | 寄件人 | 送信者 |
    from mail |  van | från | fra | od | от | від | feladó | lähettäjä | kimden |
    gönderen | 差出人 | 发件人 | 寄件者 | 寄件人 | 보낸 사람 | מאת | من | από | expéditeur | remitente |
    mittente | afzender | absender | avsändare | nadawca | saatja | nuo | no | odesílatel |
    odosielateľ | từ | dari | จาก | de la | отправитель | 发送人 | frá
  `),
  date: words(`
    sent | sent at | send time | poslano | изпратено | изпратено на | đã gửi | gửi | ngày gửi | ส่ง | nosūtīts | terkirim |
    dikirim | enviat el | enviat | data d'enviament | gönderme tarihi | στάλθηκε | αποστολή | ημερομηνία | تم الإرسال |
    تاريخ الإرسال | التاريخ | 보낸날짜 | 보낸 시간 | 发送日期 | 發送時間 | 傳送日期 | 送信日 | vrijeme | date de création | дата и время | date | gesendet | datum | envoyé | envoyé le | fecha | enviado | enviado el | enviada |
    enviada em | data | inviato | verzonden | skickat | sendt | dato | wysłano | wysłane |
    odesláno | odoslané | отправлено | дата | надіслано | elküldve | küldve | dátum | lähetetty |
    päiväys | tarih | gönderildi | gönderilme | 送信日時 | 日時 | 日付 | 发送时间 | 日期 | 寄件日期 | 傳送時間 | 보낸 날짜 |
    날짜 | נשלח | תאריך | تاريخ | date/time | trimis | ngày | tanggal | päivämäärä | saadetud |
    išsiųsta
  `),
  to: words(`
    to | prima | за | до | 받는사람 | 받은 사람 | 수신 | tới | người nhận | kam | per a | adressaat | prejemnik | an | à | para | a | aan | till | til | do | komu | кому | címzett | vastaanottaja |
    kime | alıcı | 宛先 | 收件人 | 收件者 | 받는 사람 | אל | إلى | προς | destinataire | destinatario |
    empfänger | adresat | saaja | către | đến | kepada | ถึง | pre | za | per
  `),
  subject: words(`
    subject | zadeva | относно | เรื่อง | tēma | 主　题 | 主 题 | 標題 | 标题 | ogg | betr | naslov | betreff | objet | asunto | oggetto | onderwerp | ämne | emne | temat | předmět |
    predmet | тема | tárgy | aihe | konu | 件名 | 主题 | 主旨 | 主題 | 제목 | נושא | الموضوع | θέμα |
    assunto | subiect | chủ đề | subjek | perihal | efni | teema | tema | sujet
  `),
  other: words(`
    cc | bcc | kopie | copie | copia | kopia | kopio | kopi | копия | копія | másolat | reply-to |
    antwort an | répondre à | responder a | importance | attachments | anhang | bilaga | cópia |
    bilgi | 抄送 | 副本 | organization | newsgroups | reply to | message-id | sender
  `),
}

/** "-----Original Message-----" between dashes, equals signs or underscores. */
export const originalTitles = words(`
  original message | original-nachricht | ursprüngliche nachricht | originalnachricht |
  message original | message d'origine | message d’origine | mensaje original |
  messaggio originale | mensagem original | oorspronkelijk bericht | origineel bericht |
  originalmeddelande | ursprungligt meddelande | opprinnelig melding | original melding |
  oprindelig meddelelse | original meddelelse | oprindelig besked | wiadomość oryginalna |
  oryginalna wiadomość | původní zpráva | pôvodná správa | исходное сообщение |
  пересылаемое сообщение | eredeti üzenet | alkuperäinen viesti | özgün ileti | orijinal mesaj |
  original mail | original email | original e-mail | 元のメッセージ | オリジナルメッセージ | 原始邮件 | 原始郵件 | 原邮件 |
  邮件原件 | 원본 메시지 | הודעה מקורית | الرسالة الأصلية | mesaj original | reply message | antwort |
  antwort nachricht | reply | original appointment | mesajul original | originele bericht |
  izvorna poruka | izvirno sporočilo | original | original message sent | mail original |
  e-mail original | message initial | courrier original | mail originale | e-mail originale |
  ursprüngliche mail | ursprüngliche e-mail | correo original | originele e-mail |
  původní e-mail | původní email | pôvodný e-mail | eredeti levél | eredeti e-mail |
  оригінальне повідомлення | початкове повідомлення | оригинално писмо | оригинално съобщение |
  исходное письмо | оригинальное сообщение | oryginalny e-mail | oryginalny mail |
  replied message | 回复的原邮件 | 回覆的原郵件 | 原始信件 | 原始消息 | 原始訊息 | 원본 메일 | 원본 이메일 | 원본메시지 | 元のメール |
  tin nhắn gốc | thư gốc | pesan asli | αρχικό μήνυμα | missatge original | algne kiri |
  sākotnējais ziņojums | pradinis laiškas | quoted message | reply to message
`)

/** The first line of our own notifications and letters to users, in each language of the catalogues: what stands below is not new. */
export const ownMarkers = words(`reply above this line | only you get this mail`)

/** "Reply above this line": what the line says, in the languages of help desks. */
export const markerPhrases = words(`
  above this line | above the line | below the line above | above this text | previous replies |
  über dieser zeile | oberhalb dieser zeile | über dieser linie | oberhalb dieser linie |
  über diese zeile | oberhalb der linie | oberhalb dieses textes | au-dessus de cette ligne |
  au dessus de cette ligne | por encima de esta línea | encima de esta línea |
  arriba de esta línea | sopra questa riga | sopra questa linea | al di sopra di questa riga |
  acima desta linha | boven deze regel | boven deze lijn | powyżej tej linii | nad tą linią |
  ovanför denna rad | ovanför den här raden | over denne linje | over denne linjen |
  tämän rivin yläpuolelle | nad tento řádek | nad tímto řádkem | nad týmto riadkom |
  выше этой линии | выше этой строки | вище цього рядка | bu satırın üzerine | bu satırın üstüne |
  e sor fölé | deasupra acestei linii | πάνω από αυτή τη γραμμή | この行より上 | 此行上方 | 在此行以上 | 이 줄 위에 |
  מעל שורה זו | فوق هذا السطر
`)

/** "---------- Forwarded message ---------" and "Begin forwarded message:". */
export const forwardTitles = words(`
  forwarded message | forwarded by | begin forwarded message | forwarded |
  weitergeleitete nachricht | anfang der weitergeleiteten nachricht |
  anfang der weitergeleiteten e-mail | message transféré | message transmis |
  message réexpédié | début du message réexpédié | début du message transféré |
  mensaje reenviado | inicio del mensaje reenviado | messaggio inoltrato |
  inizio messaggio inoltrato | messaggio inoltrato da | mensagem encaminhada |
  mensagem reencaminhada | início da mensagem encaminhada | início da mensagem reencaminhada |
  doorgestuurd bericht | begin doorgestuurd bericht | vidarebefordrat meddelande |
  vidarebefordrat brev | vidarebefordrat mail | videresendt melding | videresendt meddelelse |
  videresendt besked | start på videresendt besked | påbegynt videresendt besked |
  start på videresendt melding | videresendt e-post | wiadomość przekazana |
  przekazana wiadomość | początek przekazywanej wiadomości | treść przekazanej wiadomości |
  přeposlaná zpráva | přeposílaná zpráva | začátek přeposlané zprávy | preposlaná správa |
  пересланное сообщение | пересылаемое сообщение | перенаправленное сообщение |
  начало переадресованного сообщения | переслане повідомлення | továbbított üzenet |
  továbbított levél kezdete | välitetty viesti | välitetty viesti alkaa |
  edelleenlähetetty viesti | iletilen ileti | yönlendirilmiş mesaj |
  iletilmiş ileti başlangıcı | 転送メッセージ | 転送されたメッセージ | 転送されたメール | 转发的消息 | 转发邮件 | 转发的邮件 | 转发邮件信息 | 轉寄的信件 | 轉寄信件 | 转发的邮件信息 | 轉寄郵件 |
  轉寄的郵件 | 已转发邮件 | 转发的邮件 | 转发邮件信息 | 轉寄的信件 | 轉寄信件 | 전달된 메시지 | 전달된 메일 | הודעה שהועברה | הודעה מועברת | رسالة معاد توجيهها |
  mesaj redirecționat | mesaj redirectionat | proslijeđena poruka | posredovano sporočilo |
  edastatud kiri | pārsūtītā ziņa | persiųstas laiškas | thư chuyển tiếp | pesan terusan |
  προωθημένο μήνυμα | missatge reenviat | áframsent
`)
