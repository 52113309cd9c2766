import { rowsOf } from './rows.ts'

/**
 * Copied header blocks and titles above quoted text, as mail programs write them: one a row, a broken bar (¦) breaks the line.
 * Nothing is marked below them. N stands for the author, E for the address.
 */
export const blocks = rowsOf(`
  From: N <E>¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic <vic@vendor.test>¦Subject: Re: The table¦
  From: N <E> ¦Date: Monday, 5 January 2026 at 09:00¦To: Vic <vic@vendor.test>¦Cc: Kim <kim@example.test>¦Subject: Re: The table¦
  ________________________________¦From: N <E>¦Sent: Monday, January 5, 2026 9:00:00 AM¦To: Vic¦Subject: Re: The table¦
  ________________________________________¦Von: N <E>¦Gesendet: Montag, 5. Januar 2026 09:00¦An: Vic¦Betreff: AW: Der Tisch¦
  *From:* N [mailto:E] ¦*Sent:* Monday, January 5, 2026 9:00 AM¦*To:* Vic¦*Subject:* Re: The table¦
  *From: *N <E>¦*Date: *Monday, January 5, 2026 at 9:00 AM¦*To: *Vic¦*Subject: *Re: The table¦
  **From:** N <E>¦**Sent:** Monday¦**To:** Vic¦**Subject:** The table¦
  Von: N <E>¦Gesendet: Montag, 5. Januar 2026 09:00¦An: Vic¦Betreff: AW: Der Tisch¦
  Von: N [mailto:E]¦Gesendet: Montag, 5. Januar 2026 09:00¦An: Vic¦Cc: Kim¦Betreff: AW: Der Tisch¦Wichtigkeit: Hoch¦
  Von: N <E>¦Datum: Montag, 5. Januar 2026 um 09:00¦An: Vic¦Betreff: Der Tisch¦
  De : N <E>¦Envoyé : lundi 5 janvier 2026 09:00¦À : Vic¦Objet : RE: La table¦
  De\u00a0: N <E>¦Date\u00a0: lundi 5 janvier 2026 à 09:00¦À\u00a0: Vic¦Objet\u00a0: La table¦
  De : N <E>¦Envoyé le : lundi 5 janvier 2026 09:00¦À : Vic¦Cc : Kim¦Objet : La table¦
  De: N <E>¦Enviado el: lunes, 5 de enero de 2026 9:00¦Para: Vic¦Asunto: RE: La mesa¦
  De: N <E>¦Fecha: lunes, 5 de enero de 2026, 9:00¦Para: Vic¦Asunto: La mesa¦
  De: N <E>¦Enviada em: segunda-feira, 5 de janeiro de 2026 09:00¦Para: Vic¦Assunto: RES: A mesa¦
  De: N <E>¦Enviado: 5 de janeiro de 2026 09:00¦Para: Vic¦Assunto: A mesa¦
  De: N <E>¦Data: segunda-feira, 5 de janeiro de 2026 às 09:00¦Para: Vic¦Assunto: A mesa¦
  Da: N <E>¦Inviato: lunedì 5 gennaio 2026 09:00¦A: Vic¦Oggetto: R: Il tavolo¦
  Da: N <E>¦Data: lunedì 5 gennaio 2026 alle ore 09:00¦A: Vic¦Oggetto: Il tavolo¦
  Van: N <E>¦Verzonden: maandag 5 januari 2026 09:00¦Aan: Vic¦Onderwerp: RE: De tafel¦
  Van: N <E>¦Datum: maandag 5 januari 2026 om 09:00¦Aan: Vic¦Onderwerp: De tafel¦
  Från: N <E>¦Skickat: den 5 januari 2026 09:00¦Till: Vic¦Ämne: SV: Bordet¦
  Fra: N <E>¦Sendt: 5. januar 2026 09:00¦Til: Vic¦Emne: SV: Bordet¦
  Fra: N <E>¦Dato: mandag 5. januar 2026 kl. 09:00¦Til: Vic¦Emne: Bordet¦
  Lähettäjä: N <E>¦Lähetetty: maanantai 5. tammikuuta 2026 9.00¦Vastaanottaja: Vic¦Aihe: VS: Pöytä¦
  Od: N <E>¦Wysłane: poniedziałek, 5 stycznia 2026 09:00¦Do: Vic¦Temat: ODP: Stół¦
  Od: N <E>¦Wysłano: poniedziałek, 5 stycznia 2026 09:00¦Do: Vic¦Temat: Stół¦
  Od: N <E>¦Data: poniedziałek, 5 stycznia 2026 o 09:00¦Do: Vic¦Temat: Stół¦
  Od: N <E>¦Odesláno: pondělí 5. ledna 2026 9:00¦Komu: Vic¦Předmět: RE: Stůl¦
  Od: N <E>¦Odoslané: pondelok 5. januára 2026 9:00¦Komu: Vic¦Predmet: RE: Stôl¦
  Od: N <E>¦Poslano: ponedjeljak, 5. siječnja 2026. 9:00¦Prima: Vic¦Predmet: RE: Stol¦
  Od: N <E>¦Poslano: ponedeljek, 05. januar 2026 09:00¦Za: Vic¦Zadeva: RE: Miza¦
  От: N <E>¦Отправлено: 5 января 2026 г. 9:00¦Кому: Vic¦Тема: RE: Стол¦
  От: N <E>¦Дата: понедельник, 5 января 2026 г. в 9:00¦Кому: Vic¦Тема: Стол¦
  Від: N <E>¦Надіслано: 5 січня 2026 р. 9:00¦Кому: Vic¦Тема: RE: Стіл¦
  От: N <E>¦Изпратено: понеделник, 5 януари 2026 г. 9:00¦До: Vic¦Относно: RE: Маса¦
  Feladó: N <E>¦Elküldve: 2026. január 5., hétfő 9:00¦Címzett: Vic¦Tárgy: RE: Asztal¦
  De la: N <E>¦Trimis: luni, 5 ianuarie 2026 09:00¦Către: Vic¦Subiect: RE: Masa¦
  Από: N <E>¦Στάλθηκε: Δευτέρα, 5 Ιανουαρίου 2026 9:00 πμ¦Προς: Vic¦Θέμα: RE: Τραπέζι¦
  Από: N <E>¦Αποστολή: Δευτέρα, 5 Ιανουαρίου 2026 9:00¦Προς: Vic¦Κοιν.: Kim¦Θέμα: Τραπέζι¦
  Kimden: N <E>¦Gönderildi: 5 Ocak 2026 Pazartesi 09:00¦Kime: Vic¦Konu: YNT: Masa¦
  Gönderen: N <E>¦Gönderme Tarihi: 5 Ocak 2026 Pazartesi 09:00¦Kime: Vic¦Konu: Masa¦
  差出人: N <E>¦送信日時: 2026年1月5日 9:00¦宛先: Vic¦件名: RE: テーブル¦
  差出人： N <E>¦日付： 2026年1月5日 月曜日 9:00¦宛先： Vic¦件名： テーブル¦
  发件人: N <E>¦发送时间: 2026年1月5日 9:00¦收件人: Vic¦主题: 答复: 桌子¦
  发件人： E¦发送时间： 2026-01-05 09:00¦收件人： vic¦主题： 桌子¦
  發件人: N <E>¦日期: 2026年1月5日 星期一 上午9:00¦收件人: Vic¦主題: 桌子¦
  寄件者: N <E>¦寄件日期: 2026年1月5日 上午 09:00¦收件者: Vic¦主旨: RE: 桌子¦
  보낸 사람: N <E>¦보낸 날짜: 2026년 1월 5일 월요일 오전 9:00¦받는 사람: Vic¦제목: RE: 탁자¦
  --------- 원본 메일 ---------¦보낸사람 : N <E>¦받는사람 : vic@vendor.test¦날짜 : 2026년 1월 5일¦제목 : 탁자¦
  מאת: N <E>¦‏‏נשלח: יום שני 05 ינואר 2026 09:00¦‏‏אל: Vic¦‏‏נושא: RE: שולחן¦
  من: N <E>¦تم الإرسال: 5 يناير 2026 09:00¦إلى: Vic¦الموضوع: RE: طاولة¦
  من: N <E>¦تاريخ الإرسال: 5 يناير 2026 09:00¦إلى: Vic¦الموضوع: طاولة¦
  Từ: N <E>¦Đã gửi: 05 Tháng Giêng 2026 9:00 SA¦Tới: Vic¦Chủ đề: RE: Cái bàn¦
  จาก: N <E>¦ส่ง: 5 มกราคม 2026 9:00¦ถึง: Vic¦เรื่อง: โต๊ะ¦
  Saatja: N <E>¦Saadetud: esmaspäev, 5. jaanuar 2026 9:00¦Adressaat: Vic¦Teema: RE: Laud¦
  No: N <E>¦Nosūtīts: pirmdiena, 2026. gada 5. janvāris 9:00¦Kam: Vic¦Tēma: RE: Galds¦
  Nuo: N <E>¦Išsiųsta: 2026 m. sausio 5 d. 9:00¦Kam: Vic¦Tema: RE: Stalas¦
  Dari: N <E>¦Terkirim: Senin, 05 Januari 2026 09:00¦Kepada: Vic¦Perihal: Meja¦
  De: N <E>¦Enviat el: dilluns, 5 de gener de 2026 9:00¦Per a: Vic¦Tema: RE: Taula¦
  -----Original Message-----¦From: N [mailto:E]¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic¦Subject: The table¦
  -----Original Message-----¦From: N <E>¦To: vic <vic@vendor.test>¦Sent: Mon, Jan 5, 2026 9:00 am¦Subject: The table¦
  -------- Original message --------¦From: N <E>¦Date: 05/01/2026 09:00 (GMT+01:00)¦To: Vic <vic@vendor.test>¦Subject: Re: The table¦
  -------- Ursprüngliche Nachricht --------¦Von: N <E>¦Datum: 05.01.26 09:00 (GMT+01:00)¦An: Vic¦Betreff: Der Tisch¦
  -----Ursprüngliche Nachricht-----¦Von: N¦Gesendet: Montag¦An: Vic¦Betreff: Der Tisch¦
  -----Original-Nachricht-----¦Betreff: Der Tisch¦Datum: 2026-01-05T09:00:00+0100¦Von: "N" <E>¦An: "Vic" <vic@vendor.test>¦
  -------- Message d'origine --------¦De : N <E>¦Date : 05/01/2026 09:00 (GMT+01:00)¦À : Vic¦Objet : La table¦
  -----Message d'origine-----¦De : N¦Envoyé : lundi¦À : Vic¦Objet : La table¦
  ----- Mail original -----¦De: "N" <E>¦À: "Vic" <vic@vendor.test>¦Envoyé: Lundi 5 Janvier 2026 09:00:00¦Objet: La table¦
  -------- Mensaje original --------¦De: N <E>¦Fecha: 5/1/26 9:00 (GMT+01:00)¦Para: Vic¦Asunto: La mesa¦
  -----Mensaje original-----¦De: N¦Enviado el: lunes¦Para: Vic¦Asunto: La mesa¦
  -------- Messaggio originale --------¦Da: N <E>¦Data: 05/01/26 09:00 (GMT+01:00)¦A: Vic¦Oggetto: Il tavolo¦
  ----Messaggio originale----¦Da: E¦Data: 5-gen-2026 9.00¦A: <vic@vendor.test>¦Ogg: R: Il tavolo¦
  -------- Mensagem original --------¦De: N <E>¦Data: 05/01/2026 09:00 (GMT-03:00)¦Para: Vic¦Assunto: A mesa¦
  -------- Oorspronkelijk bericht --------¦Van: N <E>¦Datum: 05-01-2026 09:00 (GMT+01:00)¦Aan: Vic¦Onderwerp: De tafel¦
  -------- Originalmeddelande --------¦Från: N <E>¦Datum: 2026-01-05 09:00 (GMT+01:00)¦Till: Vic¦Ämne: Bordet¦
  -------- Oprindelig besked --------¦Fra: N <E>¦Dato: 05.01.2026 09.00 (GMT+01:00)¦Til: Vic¦Emne: Bordet¦
  -------- Opprinnelig melding --------¦Fra: N <E>¦Dato: 05.01.2026 09:00 (GMT+01:00)¦Til: Vic¦Emne: Bordet¦
  -------- Alkuperäinen viesti --------¦Lähettäjä: N <E>¦Päivämäärä: 5.1.2026 9.00¦Saaja: Vic¦Aihe: Pöytä¦
  -------- Oryginalna wiadomość --------¦Od: N <E>¦Data: 05.01.2026 09:00 (GMT+01:00)¦Do: Vic¦Temat: Stół¦
  -------- Původní zpráva --------¦Od: N <E>¦Datum: 05.01.26 9:00 (GMT+01:00)¦Komu: Vic¦Předmět: Stůl¦
  ---------- Původní e-mail ----------¦Od: N <E>¦Komu: Vic¦Datum: 5. 1. 2026 9:00:00¦Předmět: Stůl¦
  -------- Исходное сообщение --------¦От: N <E>¦Дата: 05.01.2026 9:00 (GMT+03:00)¦Кому: Vic¦Тема: Стол¦
  --- Исходное сообщение ---¦От кого: "N" <E>¦Дата: 5 января 2026, 09:00:00¦¦
  --- Оригінальне повідомлення ---¦Від кого: "N" <E>¦Дата: 5 січня 2026, 09:00:00¦¦
  -------- Eredeti üzenet --------¦Feladó: N <E>¦Dátum: 2026.01.05. 9:00¦Címzett: Vic¦Tárgy: Asztal¦
  -------- Eredeti levél --------¦Feladó: N < E >¦Dátum: 2026 január 5 09:00:00¦Tárgy: Asztal¦Címzett: Vic¦
  -------- Orijinal mesaj --------¦Kimden: N <E>¦Tarih: 05.01.2026 09:00 (GMT+03:00)¦Kime: Vic¦Konu: Masa¦
  -------- 元のメッセージ --------¦From: N <E>¦日付: 2026/01/05 9:00¦To: Vic¦件名: テーブル¦
  ----- Original Message -----¦From: N <E>¦To: Vic¦Date: 2026/1/5, Mon 09:00¦Subject: テーブル¦
  -------- 원본 이메일 --------¦발신: N <E>¦날짜: 26/1/5 오전 9:00 (GMT+09:00)¦받은 사람: Vic¦제목: 탁자¦
  -----Original Message-----¦From: "N" <E>¦To: "Vic" <vic@vendor.test>¦Cc: ¦Sent: 2026-01-05 (월) 09:00:00 (GMT+09:00)¦Subject: 탁자¦
  ------------------ 原始邮件 ------------------¦发件人: "N" <E>;¦发送时间: 2026年1月5日(星期一) 上午9:00¦收件人: "Vic"<vic@vendor.test>;¦主题: Re: 桌子¦
  ------------------ Original ------------------¦From: "N" <E>;¦Date: Mon, Jan 5, 2026 09:00 AM¦To: "Vic"<vic@vendor.test>;¦Subject: Re: 桌子¦
  ------------------&nbsp;原始邮件&nbsp;------------------¦发件人: "N" <E>;¦发送时间: 2026年1月5日(星期一) 上午9:00¦收件人: "Vic";¦主题: Re: 桌子¦
  ---- 回复的原邮件 ----¦| 发件人 | N<E> |¦| 日期 | 2026年01月05日 09:00 |¦| 收件人 | vic |¦| 主题 | 桌子 |¦
  ---- Replied Message ----¦| From | N<E> |¦| Date | 01/05/2026 09:00 |¦| To | vic |¦| Subject | The table |¦
  Gesendet: Montag, 05. Januar 2026 um 09:00 Uhr¦Von: "N" <E>¦An: vic@vendor.test¦Betreff: Der Tisch¦
  Sent: Monday, January 05, 2026 at 9:00 AM¦From: "N" <E>¦To: vic@vendor.test¦Subject: The table¦
  Date: Mon, 5 Jan 2026 09:00:00 +0100¦From: E¦To: vic@vendor.test¦Subject: The table¦¦
  Date: Mon, 5 Jan 2026 09:00:00 +0100¦Subject: The table¦From: E¦To: vic@vendor.test¦¦
  Subject: The table¦From: E¦Date: Mon, 5 Jan 2026 09:00:00 +0100¦To: vic@vendor.test¦¦
  To: vic@vendor.test¦From: E¦Subject: The table¦Date: Mon, 5 Jan 2026 09:00:00 +0100¦¦
  From:\tN/Shop¦To:\tVic/Vendor@Vendor¦Date:\t05/01/2026 09:00¦Subject:\tThe table¦
  ------ Original Message ------¦From "N" <E>¦To "Vic" <vic@vendor.test>¦Date 05/01/2026 09:00:00¦Subject Re: The table¦
  ------ Originalnachricht ------¦Von "N" <E>¦An "Vic" <vic@vendor.test>¦Datum 05.01.2026 09:00:00¦Betreff AW: Der Tisch¦
  ------ Original Message ------¦From: "N" <E>¦To: "Vic"¦Sent: 05/01/2026 09:00:00¦Subject: The table¦
  Original Message¦From: N¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic¦Subject: The table¦
  From: N <E>¦To: Vic <vic@vendor.test>;¦Cc: ¦Sent at: 2026-01-05¦Subject: The table¦¦
  From:N <E>¦Send Time:2026-01-05 (Mon) 09:00¦To:Vic <vic@vendor.test>¦Subject:The table¦¦
  发件人：N <E>¦发送时间：2026年1月5日(星期一) 09:00¦收件人：Vic <vic@vendor.test>¦主　题：桌子¦¦
  -----邮件原件-----¦发件人: N [mailto:E]¦发送时间: 2026年1月5日 9:00¦收件人: Vic¦主题: 桌子¦
  -----原始邮件-----¦发件人:N <E>¦发送时间:2026-01-05 09:00:00 (星期一)¦收件人: vic¦主题: 桌子¦
  From: N via Support <E>¦Reply-To: Support <support@example.test>¦Date: Monday, 5 January 2026 at 09:00¦To: Vic¦Subject: The table¦
  From: N¦<E>¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic¦<vic@vendor.test>¦Subject: The table¦
  ##- Please type your reply above this line -##¦
  -- Reply above this line --¦
  --- Please reply above this line ---¦
  === Please reply above this line ===¦
  ## Reply above this line ##¦
  -=-=-=- Antworten Sie bitte oberhalb dieser Linie -=-=-=-¦
  --- Répondre au-dessus de cette ligne ---¦
  --- Escriba su respuesta por encima de esta línea ---¦
  --- Svara ovanför denna rad ---¦
`)
