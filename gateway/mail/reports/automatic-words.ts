/** How programs begin the subject of an answer that nobody typed. In lower case; a Re: in front makes it a person's. */
const subjectStarts =
  /^\s*(?:\[\s*)?(?:auto(?:matic|mated|matisch\w*)?[- ]?(?:reply|response|re(?=:)|answer|antwort|responder)|auto:|autoreply|autoresponder|out[- ]of[- ](?:the[- ])?office|ooo\b|away from|on (?:vacation|holiday|annual leave)|vacation (?:reply|message|response)|i am (?:out|away)|abwesenheits|abwesend|automatische (?:antwort|abwesenheit)|nicht im (?:büro|haus)|réponse automatique|absence du bureau|absent|respuesta automática|fuera de (?:la )?oficina|ausente|risposta automatica|fuori (?:sede|ufficio)|assente|resposta automática|ausência|automatisch antwoord|afwezig|autosvar|frånvaro|fravær|automatisk svar|automaattinen vastaus|poissa|automatyczna odpowied|nieobecno|automatická odpověď|nepřítomnost|automatická odpoveď|automatikus válasz|házon kívül|răspuns automat|автоматический ответ|автоответ|отсутствие|автоматична відповідь|otomatik yanıt|ofis dışında|αυτόματη απάντηση|自动回复|自動回覆|自動返信|自動応答|不在|자동 회신|부재|תשובה אוטומטית|رد تلقائي|trả lời tự động|balasan otomatis)/i

const textPhrases =
  /(?:am|is|will be|i'm) (?:currently |now )?(?:away|out(?:side)? of|on (?:vacation|holiday|leave|annual|maternity|parental|sick))|(?:this|it)(?: e-?mail| message| reply)? is an? auto(?:mat(?:ic|ed))?|automat(?:ic|ed)(?:ally)? (?:generated|sent|reply from|message from)|limited access to (?:my )?e-?mail|nicht im (?:büro|haus|office)|im urlaub|abwesen|automatische (?:antwort|nachricht)|absent(?:e)? (?:du|jusqu|de)|de retour le|en congés?|fuera de (?:la )?oficina|de vacaciones|fuori (?:ufficio|sede)|in ferie|afwezig|op vakantie|semester|poza biurem|nieobecn|urlop|nepřítom|dovolen|отпуск|отсутств|不在|休暇|休假|odpowiedź automatyczna|only notification you will receive/i

const absence =
  /out of (?:the )?office|vacation|holiday|annual leave|(?:am|be) away|away (?:from|until)|abwesen|urlaub|nicht im büro|absen(?:t|ce)|congé|fuera de|vacaciones|ausente|fuori|ferie|assente|afwezig|vakantie|frånvaro|semester|fravær|poissa|lomalla|nieobecn|urlop|nepřítom|dovolen|szabadság|отпуск|отсутств|відпуст|ofis dışı|izin|休暇|不在|休假|부재|휴가|חופש|إجازة|férias|ausência|concediu/i

/** Does the subject begin as a program's answer does? */
export function hasAutoSubject(subject: string | null): boolean {
  return subjectStarts.test((subject ?? '').slice(0, 300))
}

/** Do the first lines say that a program answers for somebody? */
export function hasAutoText(text: string): boolean {
  return textPhrases.test(text.slice(0, 1500))
}

/** Is it about somebody who is away? */
export function speaksOfAbsence(subject: string | null, text: string): boolean {
  return absence.test(`${(subject ?? '').slice(0, 300)} ${text.slice(0, 1500)}`)
}
