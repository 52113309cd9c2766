import { words } from './quote-locales.ts'

/** How "Sent from my phone" begins, lower case. A device or a program must follow in the line. */
export const sentStarts = words(`
  sent from | sent via | sent with | sent using | sent by | sent on the | from my | get | download |
  typed on | posted from | yahoo mail: | yahoo mail for | sent through | composed on | written on |
  von meinem | von meiner | von unterwegs | gesendet von | gesendet mit | gesendet über |
  gesendet aus | verschickt mit | versendet mit | holen sie sich | laden sie |
  diese nachricht wurde von meinem | diese e-mail wurde von meinem | outlook für | envoyé de |
  envoyé depuis | envoyé à partir | envoyé avec | envoyé d' | envoyé d’ | envoyé du | envoyé via |
  envoyé par | provenance : | provenance: | télécharger | téléchargez | obtenez | obtenir |
  enviado desde | enviado de | enviado do | enviado da | enviado com | enviado con | enviado via |
  enviado pelo | enviado por | enviado a partir | enviado mediante | obtener | obtén | descargar |
  obter | obtenha | baixe | transferir | inviato da | inviato dal | inviato con | inviato tramite |
  scarica | ottieni | verzonden vanaf | verzonden vanuit | verstuurd vanaf | verstuurd met |
  verzonden met | verzonden via | verstuurd via | outlook voor | mail voor | skickat från |
  skickades från | skickat med | hämta | ladda ned | sendt fra | sendt med | sendt via | hent | få |
  lähetetty | hanki | hae | lataa | wysłane z | wysłano z | wysłane przy | wysłane za | pobierz |
  odesláno z | odesláno | odoslané z | získat | získejte | získajte | stáhnout | отправлено с |
  отправлено из | отправлено через | скачать | загрузить | получить | надіслано з | надіслано через |
  відправлено з | завантажити | отримати | изпратено от | küldve | elküldve | στάλθηκε από |
  εστάλη από | λήψη | trimis de pe | trimis din | trimis de | obțineți | descărcați | gửi từ |
  đã gửi từ | được gửi từ | tải | dikirim dari | dapatkan | unduh | poslano s | poslano z |
  poslano iz | poslato sa | poslato iz | saadetud | nosūtīts no | išsiųsta iš | enviat des |
  enviat amb | sendita de | נשלח מ | קבל את | הורד את | أرسلت من | أُرسلت من | مُرسل من | مرسل من |
  تم الإرسال من | الحصول على | 发自 | 發自 | 来自 | 從我的 | 从我的 | 由我的 | 傳送自 | 从 windows | 从 | 获取 | 取得 | 下载 | 下載 |
  az ios | az android
`)

/** How it ends where the device stands first. */
export const sentEnds = words(`
  gesendet | gesendet. | herunterladen | downloaden | gönderildi | gönderildi. | edinin | から送信 |
  から送信しました | を入手 | 에서 보냄 | 에서 발송 | 에서 보낸 메일 | 다운로드하기 | 다운로드 | 가져오기 | 發送 | 发送 | 傳送 | 發送的 | 发送的 | küldve |
  letöltése
`)

/** Devices and programs, as a reader knows them; a piece of a word is enough. */
export const devices =
  /phone|\bip(?:ad|od|hon)|android|mobile?\b|samsung|galaxy|blackberry|\bhtc\b|windows|outlook|e?-?mail|yahoo|tablet|nexus|\bpixel\b|huawei|xiaomi|device|\bapp\b|nokia|lumia|\bsony|motorola|oneplus|handheld|wireless|\btreo\b|\bpalm\b|proton|\bspark\b|superhuman|missive|\bfront\b|canary|\bboxer\b|em client|typeapp|\bnine\b|\bnewton\b|\bshift\b|\bhey\b|thunderbird|\bmac\b|macbook|kindle|surface|telefon|handy|smartfon|mobil|móvil|celular|téléphone|teléfono|cellulare|puheli|gerät|unterwegs|zařízení|posta\b|poštu|pošty|poczta|correo|courrier|приложени|устройств|телефон|почт|пошт|手机|手機|邮箱|郵箱|邮件|小米|华为|メール|スマートフォン|휴대|هاتف|טלפון|\bios\b/i

/** What may follow the name of the device: an excuse. */
export const excuses =
  /(?:please |kindly )?(?:excuse|pardon|forgive|ignore|sorry|apolog)|(?:bitte )?(?:entschuldig|verzeih)|(?:veuillez )?excuse|disculp|scusa|brevity|typo|tippfehler|faute|autocorrect|kürze/i
