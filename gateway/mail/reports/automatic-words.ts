/**
 * How programs title an answer that nobody typed: Exchange and Outlook in the languages they come in, Notes, GroupWise, mail
 * providers. In lower case; a Re: in front makes it a person's.
 */
const titles = [
  'auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|answer|responder)',
  'out[- ]of[- ](?:the[- ])?office auto-?reply',
  'yahoo!? auto response',
  'automatische (?:antwort|abwesenheitsnotiz)',
  'abwesenheitsnotiz',
  "réponse (?:automatique|d['’]absence du bureau)",
  'respuesta automática',
  'risposta (?:automatica|non al computer)',
  'resposta automática',
  'automatisch antwoord',
  'afwezigheidsassistent',
  'autosvar|automatisk svar',
  'automaattinen vastaus',
  'automatyczna odpowiedź|odpowiedź automatyczna',
  'automatická odpověď|automatická odpoveď',
  'automatikus válasz',
  'răspuns automat',
  'samodejni odgovor|automatski odgovor',
  'automaatvastus|automātiskā atbilde|automatinis atsakymas',
  'автоматический ответ|автоответ',
  'автоматична відповідь|автоматичен отговор|аутоматски одговор',
  'otomatik yanıt',
  'αυτόματη απάντηση',
  '自动(?:回复|答复)|自動(?:回覆|返信|応答)|자동 회신',
  'תשובה אוטומטית|رد تلقائي',
  'trả lời tự động|balasan otomatis|(?:การ)?ตอบกลับอัตโนมัติ',
].join('|')
/** With the colon behind it, and the subject of the mail that is answered, no person writes such a title. */
const programTitle = new RegExp(`^\\s*(?:\\[\\s*)?(?:${titles})\\s?(?:\\]\\s*)?[:：]`, 'i')

/** How people begin a subject as well. */
const subjectStarts = new RegExp(
  `^\\s*(?:\\[\\s*)?(?:${titles}|auto(?:matic|matisch\\w*)?[- ]?(?:re(?=:)|antwort)|auto:|autoreply|autoresponder|out[- ]of[- ](?:the[- ])?office|ooo\\b|away from|on (?:vacation|holiday|annual leave)|vacation (?:reply|message|response)|i am (?:out|away)|abwesenheits|abwesend|nicht im (?:büro|haus)|absence du bureau|absent|fuera de (?:la )?oficina|ausente|fuori (?:sede|ufficio)|assente|ausência|afwezig|frånvaro|fravær|poissa|automatyczna odpowied|nieobecno|nepřítomnost|házon kívül|отсутствие|нет на (?:работе|месте)|ofis dışında|不在|부재)`,
  'i',
)

const textPhrases =
  /(?:am|is|will be|i'm) (?:currently |now )?(?:away|out(?:side)? of|on (?:vacation|holiday|leave|annual|maternity|parental|sick))|(?:this|it)(?: e-?mail| message| reply)? is an? auto(?:mat(?:ic|ed))?|automat(?:ic|ed)(?:ally)? (?:generated|sent|reply from|message from)|limited access to (?:my )?e-?mail|nicht im (?:büro|haus|office)|im urlaub|abwesen|automatische (?:antwort|nachricht)|absent(?:e)? (?:du|jusqu|de)|de retour le|en congés?|fuera de (?:la )?oficina|de vacaciones|fuori (?:ufficio|sede)|in ferie|afwezig|op vakantie|semester|poza biurem|nieobecn|urlop|nepřítom|dovolen|отпуск|отсутств|不在|休暇|休假|odpowiedź automatyczna|only notification you will receive/i

const absence =
  /out of (?:the )?office|vacation|holiday|annual leave|(?:am|be) away|away (?:from|until)|abwesen|urlaub|nicht im büro|absen(?:t|ce)|congé|fuera de|vacaciones|ausente|fuori|ferie|assente|afwezig|vakantie|frånvaro|semester|fravær|poissa|lomalla|nieobecn|urlop|nepřítom|dovolen|szabadság|отпуск|отсутств|відпуст|ofis dışı|izin|休暇|不在|休假|부재|휴가|חופש|إجازة|férias|ausência|concediu/i

/** Does the subject begin as a program's answer does? */
export function hasAutoSubject(subject: string | null): boolean {
  return subjectStarts.test((subject ?? '').slice(0, 300))
}

/** Does a program's own title begin the subject? */
export function hasProgramTitle(subject: string | null): boolean {
  return programTitle.test((subject ?? '').slice(0, 300))
}

/**
 * What asks a stranger to prove that a person has written: BoxTrapper, Spam Arrest, EarthLink, TMDA. It stands at the top, a
 * person who cites it says something first.
 */
const challenge =
  /protecting (?:myself|my ?mailbox) from (?:receiving )?(?:junk|spam)|requires that you verify that you are a real|to control spam,? i (?:now )?(?:only )?allow incoming (?:messages|mail)|apologi[sz]e for this automatic reply|(?:is being|has been) held because the address/i

export function hasChallenge(text: string): boolean {
  return challenge.test(text.trimStart().slice(0, 240))
}

/** Do the first lines say that a program answers for somebody? */
export function hasAutoText(text: string): boolean {
  return textPhrases.test(text.slice(0, 1500))
}

/** Is it about somebody who is away? */
export function speaksOfAbsence(subject: string | null, text: string): boolean {
  return absence.test(`${(subject ?? '').slice(0, 300)} ${text.slice(0, 1500)}`)
}
