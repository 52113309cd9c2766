import { rowsOf } from './rows.ts'

/** Heads of forwarded mail as programs write them: a broken bar breaks the line, N is the author and E the address. */
export const forwardHeads = rowsOf(`
  ---------- Forwarded message ---------¦From: N <E>¦Date: Mon, Jan 5, 2026 at 9:00 AM¦Subject: The table¦To: Vic <vic@vendor.test>¦¦
  ---------- Weitergeleitete Nachricht ---------¦Von: N <E>¦Date: Mo., 5. Jan. 2026 um 09:00 Uhr¦Subject: The table¦To: Vic <vic@vendor.test>¦¦
  ---------- Forwarded message ---------¦De: N <E>¦Date: lun. 5 janv. 2026 à 09:00¦Subject: The table¦To: Vic¦¦
  ---------- Mensaje reenviado ---------¦De: N <E>¦Date: lun, 5 ene 2026 a las 9:00¦Subject: The table¦To: Vic¦¦
  ---------- Messaggio inoltrato ---------¦Da: N <E>¦Date: lun 5 gen 2026 alle ore 09:00¦Subject: The table¦To: Vic¦¦
  ---------- Mensagem encaminhada ---------¦De: N <E>¦Date: seg., 5 de jan. de 2026 às 09:00¦Subject: The table¦To: Vic¦¦
  ---------- Doorgestuurd bericht ---------¦Van: N <E>¦Date: ma 5 jan 2026 om 09:00¦Subject: The table¦To: Vic¦¦
  ---------- Przekazana wiadomość ---------¦Od: N <E>¦Data: pon., 5 sty 2026 o 09:00¦Temat: The table¦Do: Vic¦¦
  ---------- Пересылаемое сообщение ---------¦От: N <E>¦Дата: пн, 5 янв. 2026 г. в 09:00¦Тема: The table¦Кому: Vic¦¦
  ---------- 転送されたメール ---------¦差出人: N <E>¦日付: 2026年1月5日(月) 9:00¦件名: The table¦宛先: Vic¦¦
  ---------- 转发的邮件 ---------¦发件人： N <E>¦日期： 2026年1月5日周一 09:00¦主题： The table¦收件人： Vic¦¦
  ---------- 전달된 메일 ---------¦보낸사람: N <E>¦날짜: 2026년 1월 5일 (월) 오전 9:00¦제목: The table¦받는사람: Vic¦¦
  Begin forwarded message:¦¦> From: N <E>¦> Subject: The table¦> Date: January 5, 2026 at 9:00:00 AM GMT+1¦> To: Vic <vic@vendor.test>¦>¦
  Begin forwarded message:¦¦From: N <E>¦Subject: The table¦Date: 5 January 2026 at 09:00:00 CET¦To: Vic¦¦
  Anfang der weitergeleiteten Nachricht:¦¦> Von: N <E>¦> Betreff: The table¦> Datum: 5. Januar 2026 um 09:00:00 MEZ¦> An: Vic¦>¦
  Début du message transféré :¦¦> De: N <E>¦> Objet: The table¦> Date: 5 janvier 2026 à 09:00:00 UTC+1¦> À: Vic¦>¦
  Inicio del mensaje reenviado:¦¦> De: N <E>¦> Asunto: The table¦> Fecha: 5 de enero de 2026, 9:00:00 CET¦> Para: Vic¦>¦
  Inizio messaggio inoltrato:¦¦> Da: N <E>¦> Oggetto: The table¦> Data: 5 gennaio 2026 alle ore 09:00:00 CET¦> A: Vic¦>¦
  Início da mensagem reencaminhada:¦¦> De: N <E>¦> Assunto: The table¦> Data: 5 de janeiro de 2026, 09:00:00 CET¦> Para: Vic¦>¦
  Begin doorgestuurd bericht:¦¦> Van: N <E>¦> Onderwerp: The table¦> Datum: 5 januari 2026 om 09:00:00 CET¦> Aan: Vic¦>¦
  Vidarebefordrat brev:¦¦> Från: N <E>¦> Ämne: The table¦> Datum: 5 januari 2026 09:00:00 CET¦> Till: Vic¦>¦
  Start på videresendt besked:¦¦> Fra: N <E>¦> Emne: The table¦> Dato: 5. januar 2026 kl. 09.00.00 CET¦> Til: Vic¦>¦
  Välitetty viesti alkaa:¦¦> Lähettäjä: N <E>¦> Aihe: The table¦> Päivämäärä: 5. tammikuuta 2026 klo 9.00.00 CET¦> Vastaanottaja: Vic¦>¦
  Начало переадресованного сообщения:¦¦> От: N <E>¦> Тема: The table¦> Дата: 5 января 2026 г. в 09:00:00 CET¦> Кому: Vic¦>¦
  İletilmiş ileti başlangıcı:¦¦> Kimden: N <E>¦> Konu: The table¦> Tarih: 5 Ocak 2026 09:00:00 CET¦> Kime: Vic¦>¦
  転送されたメッセージ:¦¦> 差出人: N <E>¦> 件名: The table¦> 日付: 2026年1月5日 9:00:00 CET¦> 宛先: Vic¦>¦
  -------- Forwarded Message --------¦Subject: The table¦Date: Mon, 5 Jan 2026 09:00:00 +0100¦From: N <E>¦To: Vic <vic@vendor.test>¦¦
  -------- Weitergeleitete Nachricht --------¦Betreff: The table¦Datum: Mon, 5 Jan 2026 09:00:00 +0100¦Von: N <E>¦An: Vic¦¦
  -------- Message transféré --------¦Sujet : The table¦Date : Mon, 5 Jan 2026 09:00:00 +0100¦De : N <E>¦Pour : Vic¦¦
  -------- Treść przekazanej wiadomości --------¦Temat: The table¦Data: Mon, 5 Jan 2026 09:00:00 +0100¦Nadawca: N <E>¦Adresat: Vic¦¦
  -------- Přeposlaná zpráva --------¦Předmět: The table¦Datum: Mon, 5 Jan 2026 09:00:00 +0100¦Od: N <E>¦Komu: Vic¦¦
  -------- Továbbított üzenet --------¦Tárgy: The table¦Dátum: Mon, 5 Jan 2026 09:00:00 +0100¦Feladó: N <E>¦Címzett: Vic¦¦
  ----- Forwarded Message -----¦From: N <E>¦To: Vic <vic@vendor.test>¦Sent: Monday, January 5, 2026 at 09:00:00 AM GMT+1¦Subject: The table¦¦
  ------- Forwarded Message -------¦From: N <E>¦Date: On Monday, January 5th, 2026 at 9:00 AM¦Subject: The table¦To: Vic¦¦
  ============ Forwarded message ============¦From: N <E>¦To: <vic@vendor.test>¦Date: Mon, 05 Jan 2026 09:00:00 +0100¦Subject: The table¦============ Forwarded message ============¦¦
  ----- Forwarded by Vic/Vendor on 06/01/2026 10:00 -----¦¦From:\tN <E>¦To:\tVic/Vendor@Vendor¦Date:\t05/01/2026 09:00¦Subject:\tThe table¦¦
  ----- Forwarded message from N <E> -----¦¦Date: Mon, 5 Jan 2026 09:00:00 +0100¦From: N <E>¦To: vic@vendor.test¦Subject: The table¦¦
  ----------  Forwarded Message  ----------¦¦Subject: The table¦Date: Monday 5 January 2026, 09:00:00¦From: N <E>¦To: Vic¦¦
  ------ Forwarded Message ------¦From "N" <E>¦To "Vic" <vic@vendor.test>¦Date 05/01/2026 09:00:00¦Subject The table¦¦
  -------- 转发邮件信息 --------¦发件人：N <E>¦发送日期：2026-01-05 09:00:00¦收件人：vic@vendor.test¦主题：The table¦¦
`)

/** These write no title: the subject says that it was forwarded. */
export const forwardBlocks = rowsOf(`
  From: N <E>¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic¦Subject: The table¦¦
  ________________________________¦From: N <E>¦Sent: Monday, January 5, 2026 9:00:00 AM¦To: Vic¦Subject: The table¦¦
  From: N [mailto:E]¦Sent: Monday, January 5, 2026 9:00 AM¦To: Vic¦Subject: The table¦¦
  Von: N <E>¦Gesendet: Montag, 5. Januar 2026 09:00¦An: Vic¦Betreff: The table¦¦
  De : N <E>¦Envoyé : lundi 5 janvier 2026 09:00¦À : Vic¦Objet : The table¦¦
  De: N <E>¦Enviado el: lunes, 5 de enero de 2026 9:00¦Para: Vic¦Asunto: The table¦¦
  Od: N <E>¦Wysłane: poniedziałek, 5 stycznia 2026 09:00¦Do: Vic¦Temat: The table¦¦
  От: N <E>¦Отправлено: 5 января 2026 г. 9:00¦Кому: Vic¦Тема: The table¦¦
  差出人: N <E>¦送信日時: 2026年1月5日 9:00¦宛先: Vic¦件名: The table¦¦
  发件人: N <E>¦发送时间: 2026年1月5日 9:00¦收件人: Vic¦主题: The table¦¦
  보낸 사람: N <E>¦보낸 날짜: 2026년 1월 5일 월요일 오전 9:00¦받는 사람: Vic¦제목: The table¦¦
  Feladó: N <E>¦Elküldve: 2026. január 5., hétfő 9:00¦Címzett: Vic¦Tárgy: The table¦¦
  -------- Original message --------¦From: N <E>¦Date: 05/01/2026 09:00 (GMT+01:00)¦To: Vic¦Subject: The table¦¦
  -------- Ursprüngliche Nachricht --------¦Von: N <E>¦Datum: 05.01.26 09:00 (GMT+01:00)¦An: Vic¦Betreff: The table¦¦
  Gesendet: Montag, 05. Januar 2026 um 09:00 Uhr¦Von: "N" <E>¦An: vic@vendor.test¦Betreff: The table¦¦
  ------------------ 原始邮件 ------------------¦发件人: "N" <E>;¦发送时间: 2026年1月5日(星期一) 上午9:00¦收件人: "Vic"<vic@vendor.test>;¦主题: The table¦¦
`)
