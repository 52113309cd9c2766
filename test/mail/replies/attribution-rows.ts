import { rowsOf } from './rows.ts'

/**
 * Lines by which mail programs introduce a quote, one a row, as each program writes them (in each language it was seen
 * in). N stands for the author, E for the address; a bar breaks the line.
 */
/** Gmail and Inbox. */
export const gmail = rowsOf(`
  On Mon, Jan 5, 2026 at 9:00 AM N <E> wrote:
  On Mon, Jan 5, 2026 at 9:00\u202fAM N <E> wrote:
  On Mon, 5 Jan 2026 at 09:00, N <E>¦wrote:
  On Mon, 5 Jan 2026, 09:00 N, <E> wrote:
  On Jan 5, 2026 9:00 AM, "N" <E> wrote:
  Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb N <¦E>:
  Am 5. Januar 2026 um 09:00 schrieb N <E>:
  Le lun. 5 janv. 2026 à 09:00, N <E> a¦écrit :
  Le 5 janvier 2026 à 09:00, N <E> a écrit :
  El lun, 5 ene 2026 a las 9:00, N (<E>) escribió:
  El lun, 5 de ene. de 2026 a la(s) 9:00 a.m., N¦(E) escribió:
  Il giorno lun 5 gen 2026 alle ore 09:00 N <¦E> ha scritto:
  Em seg., 5 de jan. de 2026 às 09:00, N <E>¦escreveu:
  N <E> escreveu (segunda, 5/01/2026 à(s) 09:00):
  N <E> escreveu no dia segunda, 5/01/2026¦à(s) 09:00:
  Op ma 5 jan 2026 om 09:00 schreef N <E>:
  pon., 5 sty 2026 o 09:00 N <E> napisał(a):
  W dniu pon., 5.01.2026 o 09:00 N <E> napisał(a):
  po 5. 1. 2026 v 9:00 odesílatel N <E> napsal:
  po 5. 1. 2026 o 9:00 N <E> napísal(a):
  Den mån 5 jan. 2026 kl 09:00 skrev N <E>:
  man. 5. jan. 2026 kl. 09:00 skrev N <E>:
  Den man. 5. jan. 2026 kl. 09.00 skrev N <E>:
  ma 5. tammik. 2026 klo 9.00 N (E) kirjoitti:
  N <E>, 5 Oca 2026 Pzt, 09:00 tarihinde şunu yazdı:
  2026年1月5日(月) 9:00 N <E>:
  N <E> 于2026年1月5日周一 09:00写道：
  N <E> 於 2026年1月5日 週一 上午9:00寫道：
  2026년 1월 5일 (월) 오전 9:00, N <E>님이 작성:
  في الاثنين، 5 يناير 2026 في 9:00 ص تمت كتابة ما يلي بواسطة N¦<E>:
  \u202bבתאריך יום ב׳, 5 בינו׳ 2026 ב-9:00 מאת \u202aN\u202c\u200f <\u202aE\u202c\u200f>:\u202c
  пн, 5 янв. 2026 г. в 09:00, N <E>:
  пн, 5 січ. 2026 р. о 09:00 N <E> пише:
  N <E> ezt írta (időpont: 2026. jan. 5., H,¦9:00):
  În lun., 5 ian. 2026 la 09:00, N <E> a scris:
  Στις Δευ 5 Ιαν 2026 στις 9:00 π.μ., ο χρήστης N <E> έγραψε:
  Vào Th 2, 5 thg 1, 2026 vào lúc 09:00 N <E> đã viết:
  Pada tanggal Sen, 5 Jan 2026 pukul 09.00 N <E> menulis:
  ในวันที่ จ. 5 ม.ค. 2026 เวลา 09:00 N <E> เขียนว่า:
  На пн, 5.01.2026 г. в 9:00 N <E> написа:
  pon, 5. sij 2026. u 09:00 N <E> napisao je:
  V V pon., 5. jan. 2026 ob 09:00 je oseba N <E> napisala:
  Missatge de N <E> del dia dl., 5 de gen. 2026 a les 9:00:
  N (<E>) kirjutas kuupäeval E, 5. jaanuar 2026 kell 09:00:
  pirmd., 2026. g. 5. janv., plkst. 09:00 — lietotājs N (<E>) rakstīja:
  2026-01-05, pr, 09:00 N <E> rašė:
`)

/** Apple Mail and iPhones put an empty line below. */
export const apple = rowsOf(`
  On Jan 5, 2026, at 9:00 AM, N <E> wrote:
  On 5 Jan 2026, at 09:00, N <E> wrote:
  Am 05.01.2026 um 09:00 schrieb N <E>:
  Le 5 janv. 2026 à 09:00, N <E> a écrit :
  El 5 ene 2026, a las 9:00, N <E> escribió:
  Il giorno 5 gen 2026, alle ore 09:00, N <E> ha scritto:
  Op 5 jan 2026, om 09:00 heeft N <E> het volgende geschreven:
  Em 5 de jan. de 2026, à(s) 09:00, N <E> escreveu:
  No dia 05/01/2026, às 09:00, N <E> escreveu:
  5 jan. 2026 kl. 09:00 skrev N <E>:
  Den 5. jan. 2026 kl. 09.00 skrev N <E>:
  5. jan. 2026 kl. 09:00 skrev N <E>:
  N <E> kirjoitti 5.1.2026 kello 9.00:
  Wiadomość napisana przez N <E> w dniu 5 sty 2026, o godz. 09:00:
  5. 1. 2026 v 9:00, N <E>:
  5 янв. 2026 г., в 9:00, N <E> написал(а):
  5 січ. 2026 р. о 09:00 N <E> написав(ла):
  N <E> şunları yazdı (5 Oca 2026 09:00):
  2026/01/05 9:00、N <E>のメール:
  2026/01/05 午前9:00、N <E>のメール:
  在 2026年1月5日，09:00，N <E> 写道：
  N <E> 於 2026年1月5日 上午9:00 寫道：
  2026. 1. 5. 오전 9:00, N <E> 작성:
  \u200fב-5 בינו׳ 2026, בשעה 9:00, \u200fN \u200f<E> כתב/ה:
  في ٥ يناير ٢٠٢٦، الساعة ٩:٠٠ ص، كتب/كتبت N <E>:
  2026. jan. 5. dátummal, 9:00 időpontban N <E> írta:
  5 Ιαν 2026, 9:00 π.μ., ο χρήστης «N <E>» έγραψε:
  Pe 5 ian. 2026, la 09:00, N <E> a scris:
  Vào 09:00, 5 thg 1, 2026, N <E> đã viết:
  Ngày 5 thg 1, 2026 lúc 09:00, N <E> đã viết:
`)

/** Thunderbird, Evolution, KMail, mutt, Gnus, The Bat, Roundcube, Horde. */
export const desktop = rowsOf(`
  On 1/5/26 9:00 AM, N wrote:
  On 05/01/2026 09:00, N wrote:
  On 05.01.26 09:00, N via Support wrote:
  Am 05.01.26 um 09:00 schrieb N:
  Le 05/01/2026 à 09:00, N a écrit :
  El 5/1/26 a las 9:00, N escribió:
  Il 05/01/2026 09:00, N ha scritto:
  Op 5-1-2026 om 09:00 schreef N:
  W dniu 5.01.2026 o 09:00, N pisze:
  Em 05/01/2026 09:00, N escreveu:
  Às 09:00 de 05/01/2026, N escreveu:
  Dne 05. 01. 26 v 9:00 N napsal(a):
  Den 2026-01-05 kl. 09:00, skrev N:
  Den 05.01.2026 kl. 09.00 skrev N:
  5.1.2026 9.00, N kirjoitti:
  05.01.2026 9:00, N пишет:
  05.01.26 09:00, N пише:
  在 2026/1/5 9:00, N 写道:
  於 2026/1/5 上午 9:00, N 寫道:
  2026. 01. 05. 9:00 keltezéssel, N írta:
  Στις 5/1/26 09:00, ο/η N έγραψε:
  5.01.2026 09:00 tarihinde N yazdı:
  2026-01-05 오전 9:00에 N 이(가) 쓴 글:
  Pe 05.01.2026 09:00, N a scris:
  בתאריך 05/01/2026 9:00, N כתב/ה:
  2026/01/05 9:00、Nさんは書きました:
  On Mon, Jan 05, 2026 at 09:00:00AM +0100, N wrote:
  On Monday, 5 January 2026 09:00:00 CET N wrote:
  On Monday 05 January 2026 09:00:00 N wrote:
  Am Montag, 5. Januar 2026, 09:00:00 CET schrieb N:
  On Mon, 2026-01-05 at 09:00 +0100, N wrote:
  Am Montag, dem 05.01.2026 um 09:00 +0100 schrieb N:
  Le lundi 05 janvier 2026 à 09:00 +0100, N a écrit :
  El lun, 05-01-2026 a las 09:00 +0100, N escribió:
  On Mon, 5 Jan 2026 09:00:00 +0900¦N <E> wrote:
  N <E> writes:
  N writes:
  "N" == N <E> writes:
  On 2026-01-05 09:00, N wrote:
  Am 2026-01-05 09:00, schrieb N:
  Quoting N <E>:
  Zitat von N <E>:
  Citando N <E>:
  N <E> a écrit :
  N <E> ha scritto:
  > On Mon, January 5, 2026 9:00 am, N wrote:
  At 09:00 AM 1/5/2026, N wrote:
  N <E> schrieb am 05.01.2026 um 09:00:
  Monday, January 5, 2026, 9:00:00 AM, you wrote:
  * N <E> [2026-01-05 09:00]:
`)

/** Yahoo, Spark, Superhuman, Front, Airmail, Outlook for phones, Open-Xchange, AOL, GroupWise, Zoho, Proton, Notes: no marks below. */
export const unmarked = rowsOf(`
  On Monday, January 5, 2026 at 09:00:00 AM GMT+1, N <E> wrote:¦
  On Monday, January 5, 2026, 9:00 AM, N <E> wrote:¦
  Am Montag, 5. Januar 2026 um 09:00:00 MEZ hat N <E> Folgendes geschrieben:¦
  Le lundi 5 janvier 2026 à 09:00:00 UTC+1, N <E> a écrit :¦
  El lunes, 5 de enero de 2026, 09:00:00 CET, N <E> escribió:¦
  Il lunedì 5 gennaio 2026 alle ore 09:00:00 CET, N <E> ha scritto:¦
  Em segunda-feira, 5 de janeiro de 2026 09:00:00 BRT, N <E> escreveu:¦
  Op maandag 5 januari 2026 09:00:00 CET schreef N <E>:¦
  --- On Mon, 1/5/09, N <E> wrote:¦
  On 5 Jan 2026, 9:00 AM +0100, N <E>, wrote:
  On Mon, Jan 05, 2026 at 9:00 AM, N < E > wrote:
  On January 5, 2026 at 9:00 AM GMT+1 E wrote:
  On January 5, 2026 at 9:00 AM N <E> wrote:
  On 5 January 2026 at 09:00:00, N (E) wrote:
  On Jan 5 2026, at 9:00 am, N <E> wrote:
  On Mon, Jan 5, 2026 at 9:00 AM +0100, "N" <E> wrote:¦¦
  On January 5, 2026, N <E> wrote:
  On 01/05/2026 9:00 AM CET N <E> wrote:
  N <E> hat am 5. Januar 2026 um 09:00 geschrieben:
  N <E> schrieb am 05.01.2026 09:00 CET:
  In a message dated 1/5/2026 9:00:00 A.M. Eastern Standard Time, E writes:
  Понедельник, 5 января 2026, 9:00 +03:00 от N <E>:
  05.01.2026, 09:00, "N" <E>:
  At 2026-01-05 09:00:00, "N" <E> wrote:
  在 2026-01-05 09:00:00，"N" <E> 写道：
  >>> N <E> 1/5/2026 9:00 AM >>>
  Dnia 5 stycznia 2026 09:00 N <E> napisał(a):
  W dniu 2026-01-05 09:00:00 użytkownik N <E> napisał:
  ---- On Mon, 05 Jan 2026 09:00:00 +0100 N <E> wrote ----
  ---- Am Mo, 05 Jan 2026 09:00:00 +0100 N <E> schrieb ----
  ---- Le lun., 05 janv. 2026 09:00:00 +0100 N <E> a écrit ----
  ---- El lun, 05 ene 2026 09:00:00 +0100 N <E> escribió ----
  -------- Original Message --------¦On Jan 5, 2026, 9:00 AM, N < E> wrote:
  ------- Original Message -------¦On Monday, January 5th, 2026 at 9:00 AM, N <E> wrote:¦
  ‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐¦On Monday, January 5, 2026 9:00 AM, N <E> wrote:¦
  -----N/Shop wrote: -----¦To: vic@vendor.test¦From: N/Shop¦Date: 01/05/2026 09:00AM¦Subject: The table¦
  N---05/01/2026 09:00:00---The leg is broken
  On Jan 5, 2026 9:00 AM, N <E> wrote
  N <E> wrote on 5 Jan 2026 09:00:
  2026-01-05 9:00 GMT+01:00 N <¦E>:
  Le 5 janv. 2026 09:00, « N » <E> a écrit :
  On Mon, Jan 5, 2026 at 9:00 AM, N¦¦<¦mailto:N <E>¦> wrote:
  N <E> (05.01.2026 09:00):
  Dne pondělí 5. ledna 2026 9:00:00 CET, N napsal(a):
  På mån, 5 jan 2026 09:00:00 skrev N <E>:
  On Mon, 5 Jan 2026, at 09:00, N wrote:
  N schreef op 5-1-2026 9:00:
  ***** Original Message *****
`)
