import { rowsOf } from './rows.ts'

/** What phones and programs write under a mail, one a row. */
export const sentFrom = rowsOf(`
  Sent from my iPhone
  Sent from my iPad.
  Sent from my Samsung Galaxy smartphone.
  Sent from my Verizon, Samsung Galaxy smartphone
  Sent from my T-Mobile 4G LTE Device
  Sent from my TI-85
  Sent from my cell, please excuse any typos.
  Sent from my phone. Forgive brevity.
  Sent from mobile, sorry for typos
  Sent from Outlook for iOS<https://aka.ms/o0ukef>
  Sent from [Mail](https://go.microsoft.com/fwlink/?LinkId=550986) for Windows
  Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows 10
  Sent from Yahoo Mail for iPhone
  Sent from Yahoo Mail on Android
  Sent from AOL Mobile Mail
  Sent from Gmail Mobile
  Sent via BlackBerry from T-Mobile
  Sent from my BlackBerry 10 smartphone on the Vodafone network.
  Sent with Spark
  Sent via Superhuman ( https://sprh.mn/?vip=vic@vendor.test )
  Sent with Proton Mail secure email.
  Sent with [Proton Mail](https://proton.me/) secure email.
  Sent from Proton Mail for iOS
  Sent from Mailspring (https://getmailspring.com/), the best free email app for work
  Sent from BlueMail
  Get BlueMail for Android
  Get Outlook for Android<https://aka.ms/AAb9ysg>
  Sent from myMail for iOS
  Sent using Zoho Mail
  Sent via Missive
  Sent from Nine
  Sent with eM Client
  Sent from Workspace ONE Boxer
  Sent from Canary
  Sent from my Huawei phone
  Sent from Thunderbird for Android
  Sent from my Android device with K-9 Mail. Please excuse my brevity.
  Sent from my Android phone with K-9 Mail.¦Please excuse my brevity.
  Yahoo Mail: Search, Organize, Conquer
  <<sent by galaxy>>
  (sent from a phone)
  Envoyé de mon iPad
  Envoyé depuis mon smartphone Samsung Galaxy.
  Envoyé à partir d'Outlook pour Android
  Envoyé à partir de Outlook pour iOS
  Envoyé depuis l'application Mail Orange
  Envoyé avec la messagerie sécurisée Proton Mail.
  Provenance : Courrier pour Windows
  Télécharger Outlook pour iOS
  Obtenez Outlook pour Android
  Von meinem iPhone gesendet
  Von meinem Samsung Galaxy Smartphone gesendet.
  Von unterwegs gesendet
  Gesendet von Mail für Windows
  Gesendet von Outlook für Android
  Gesendet von meinem iPad
  Gesendet mit der GMX Mail App
  Gesendet mit der Telekom Mail App
  Holen Sie sich Outlook für iOS
  Outlook für Android herunterladen
  Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.
  Enviado desde mi iPhone
  Enviado desde mi Samsung Mobile de Claro
  Enviado desde Outlook para iOS
  Obtener Outlook para Android
  Enviado desde Correo para Windows
  Enviado desde Yahoo Mail para iPhone
  Inviato da iPhone
  Inviato dal mio iPad
  Inviato da smartphone Samsung Galaxy.
  Ottieni Outlook per Android
  Inviato da Posta per Windows
  Scarica Outlook per iOS
  Enviado do meu iPhone
  Enviado a partir do meu iPhone
  Enviado do Email para Windows
  Obter o Outlook para iOS
  Obtenha o Outlook para Android
  Verstuurd vanaf mijn iPhone
  Verzonden vanaf mijn Galaxy
  Verzonden vanuit Mail voor Windows
  Outlook voor iOS downloaden
  Download Outlook voor Android
  Wysłane z iPhone'a
  Wysłane z mojego smartfonu Samsung Galaxy.
  Pobierz aplikację Outlook dla systemu iOS
  Wysłane z aplikacji Poczta dla systemu Windows
  Odesláno z iPhonu
  Odesláno z mého Samsung zařízení
  Získat Outlook pro iOS
  Odoslané z iPhonu
  Skickat från min iPhone
  Hämta Outlook för Android
  Sendt fra min iPhone
  Hent Outlook for iOS
  Få Outlook til Android
  Lähetetty iPhonesta
  Lähetetty puhelimesta
  Hanki Outlook for iOS
  iPhone'umdan gönderildi
  Samsung Galaxy akıllı telefonumdan gönderildi.
  Android için Outlook'u edinin
  Windows için Posta ile gönderildi
  iPhoneから送信
  私のiPhoneから送信
  Androidから送信
  Windows 版のメールから送信
  Outlook for iOS を入手
  发自我的iPhone
  发自我的小米手机
  从我的iPhone发送
  從我的 iPhone 傳送
  获取 Outlook for iOS
  取得 Outlook for Android
  从 Windows 版邮件发送
  发自网易邮箱大师
  나의 iPhone에서 보냄
  내 Galaxy에서 보냄
  iOS용 Outlook 다운로드하기
  Отправлено с iPhone
  Отправлено с моего устройства Samsung
  Отправлено из мобильной Почты Mail.ru
  Отправлено из мобильной Яндекс Почты
  Скачать Outlook для iOS
  Надіслано з iPhone
  Завантажити Outlook для Android
  Изпратено от моя iPhone
  Küldve az iPhone-omról
  iPhone-ról küldve
  Az iOS Outlook letöltése
  Στάλθηκε από το iPhone μου
  Εστάλη από το iPhone μου
  Λήψη του Outlook για iOS
  \u200fנשלח מה-iPhone שלי
  קבל את Outlook עבור iOS
  أُرسلت من الـ iPhone
  مُرسل من هاتف iPhone
  الحصول على Outlook لـ iOS
  Trimis de pe iPhone-ul meu
  Trimis din Outlook pentru iOS
  Gửi từ iPhone của tôi
  Đã gửi từ iPhone của tôi
  Tải Outlook cho iOS
  Dikirim dari iPhone saya
  Poslano z mojega iPhona
  Poslano s mog iPhonea
  Saadetud minu iPhone'ist
  Enviat des del meu iPhone
`)

/** Signatures of people, above nothing or a quote. */
export const signatures = rowsOf(`
  --¦Vic Vendor¦Vendor Ltd
  -- ¦Vic Vendor
  --¦¦Vic
  --¦--¦Regards,¦Vic
  ___¦Vic Vendor¦Vendor Ltd
  —¦Vic
  - vic
  -Vic
  –Vic
  ~ Vic
`)

/** Footers that no person typed. */
export const footers = rowsOf(`
  _______________________________________________¦Tables mailing list¦tables@lists.test¦https://lists.test/tables
  --¦You received this message because you are subscribed to the Google Groups "Tables" group.¦To unsubscribe from this group and stop receiving emails from it, send an email to tables+unsubscribe@groups.test.
  You received this message because you are subscribed to the Google Groups "Tables" group.
  -=-=-=-=-=-=-=-=-=-=-=-¦Groups.io Links: You receive all messages sent to this group.¦View/Reply Online (#12): https://groups.test/12
  ------------------------------------¦¦Yahoo! Groups Links¦¦<*> To visit your group on the web, go to:
  This email has been checked for viruses by Avast antivirus software.¦www.avast.com
  Virus-free. www.avast.com
  Virenfrei. www.avast.com
  Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.
  L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.
  El software de antivirus Avast ha analizado este correo electrónico en busca de virus.
  Please consider the environment before printing this e-mail.
  Pensez à l'environnement avant d'imprimer ce message.
  Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail ausdrucken.
  Antes de imprimir este mensaje, piense en el medio ambiente.
  Reply to this email directly, view it on GitHub, or unsubscribe.
  CONFIDENTIALITY NOTICE: This e-mail is for the intended recipient only.
  This email and any attachments are confidential and may be legally privileged.¦If you are not the intended recipient, delete it.
  The information contained in this message is confidential and intended solely for the addressee.¦Any unauthorised disclosure is prohibited.
  If you are not the intended recipient, please notify the sender immediately and delete this e-mail.
  Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.¦Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender.
  Der Inhalt dieser E-Mail ist vertraulich und ausschließlich für den bezeichneten Adressaten bestimmt.¦Jede unbefugte Weitergabe ist untersagt.
  Ce message et ses pièces jointes peuvent contenir des informations confidentielles ou privilégiées.¦Si vous avez reçu ce message par erreur, merci de le signaler à l'expéditeur et de le détruire.
  Les informations contenues dans ce message sont confidentielles et destinées exclusivement au destinataire.¦Toute diffusion non autorisée est interdite.
  Este mensaje y sus archivos adjuntos son confidenciales y van dirigidos exclusivamente a su destinatario.¦Si no es usted el destinatario, queda prohibida su divulgación.
  AVISO LEGAL: Este mensaje es confidencial.
  La información contenida en este correo es confidencial y para uso exclusivo del destinatario.¦Queda prohibida su reproducción sin autorización.
  Questo messaggio e i suoi allegati sono riservati e destinati esclusivamente al destinatario.¦La diffusione non autorizzata è vietata.
  Le informazioni contenute nella presente comunicazione sono riservate e destinate al solo destinatario.¦È vietata la diffusione.
  Esta mensagem pode conter informação confidencial e destina-se exclusivamente ao destinatário.¦É proibida a sua divulgação.
  Dit bericht kan vertrouwelijke informatie bevatten en is uitsluitend bestemd voor de geadresseerde.¦Verspreiding is niet toegestaan.
  De informatie in dit e-mailbericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.
  Niniejsza wiadomość zawiera informacje poufne i jest przeznaczona wyłącznie dla adresata.¦Rozpowszechnianie jest zabronione.
  Detta meddelande är konfidentiellt och endast avsett för adressaten.¦Obehörig spridning är förbjuden.
  Tento e-mail je důvěrný a je určen výhradně adresátovi.¦Jakékoliv neoprávněné šíření je zakázáno.
  Данное сообщение конфиденциально и предназначено исключительно для адресата.¦Распространение запрещено.
  Bu e-posta gizli bilgiler içerebilir ve yalnızca alıcısı içindir.¦Yetkisiz kullanımı yasaktır.
  本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的收件人。禁止任何其他人以任何形式使用。
  このメールには機密情報が含まれている場合があります。宛先の方以外の利用は禁じられています。
  이 메일은 기밀 정보를 포함하고 있으며 수신인만을 위한 것입니다. 무단 사용을 금지합니다.
  Ref T-42-k3x9
`)
