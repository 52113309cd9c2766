import { bare, isRule, nextFull } from './quote-lines.ts'

/** One form a line: our reference, list rules, virus scanners, banners of mail servers, notices with a title. */
const forms = [
  /ref (?:T-\d{1,12}(?:-[a-z0-9]{2,40})?|[a-z]{1,6}-\d{1,12}-[a-z2-7]{8})\b/,
  /(?:to )?unsubscribe (?:from|:|send)/,
  /you (?:are receiving|received|get) this (?:e?-?mail|message|notification) because/,
  /groups\.io links:/,
  /yahoo!? groups links/,
  /reply to this e?-?mail directly,? (?:or )?view it on/,
  /(?:visit topic|view thread|view discussion).{0,40} or reply to this e?-?mail/,
  /(?:this|diese|este|questa|cet).{0,90}\bavast\b/,
  /(?:l['’]absence de virus|el software de antivirus|virus-free\.|virenfrei\.|libre de virus\.|garanti sans virus\.|privo di virus\.)/,
  /this (?:e?-?mail|message) (?:has been|was) (?:checked|scanned) (?:for|by|with)/,
  /please (?:consider|think of) the environment/,
  /pensez à l['’]environnement/,
  /bitte (?:denken sie an|prüfen sie).{0,60}(?:umwelt|ausdruck|drucken)/,
  /antes de imprimir/,
  /prima di stampare/,
  /denk aan het milieu/,
  /(?:confidentiality notice|disclaimer|legal notice|legal disclaimer|privacy notice|rechtlicher hinweis|haftungsausschluss|aviso legal|aviso de confidencialidad|avis de confidentialité|avvertenza legale)\s*(?::|$)/,
  /this (?:e-?mail|message|communication)(?: message)?(?:,? (?:and|including) (?:any|all|its) (?:files|attachments?)[^.]{0,80})? (?:is|are|may be|may contain|contains?) (?:strictly |intended |privileged |confidential|only )/,
  /diese e-?mail (?:enthält|kann)/,
  /ce (?:message|courriel)(?: et ses? pi[eè]ces jointes)? (?:est|peut|contient|sont) (?:confidentiel|strictement|des|contenir)/,
  /este (?:mensaje|correo|e-?mail)[^.]{0,80}(?:confidencial|privilegiad)/,
  /questo messaggio[^.]{0,80}(?:riservat|confidenzial)/,
]
const footer = new RegExp(`^(?:${forms.map((form) => form.source).join('|')})`, 'i')

/** A paragraph with three of these is a notice that a server has put there, in whatever language. */
const legalWords =
  /confidential|privileged|intended (?:recipient|only|solely|for)|addressee|unauthori[sz]ed|prohibited|in error|notify the sender|delete (?:this|it|the)|destroy|privilégi|expéditeur|détrui|disclos|disseminat|vertraulich|adressat|empfänger|unbefugt|untersagt|gestattet|irrtümlich|rechtlich geschützt|confidentiel|destinataire|diffusion|interdit|par erreur|destiné|confidencial|destinatari|prohibid|proibid|divulga|autoriza|exclusiv|destina-se|riservat|confidenzial|destinat[aio]\b|vietat|autorizzat|vertrouwelijk|geadresseerde|bestemd|uitsluitend|toegestaan|poufn|adresat|wyłącznie|zabronion|rozpowszechni|konfident|avsedd|avsett|obehörig|förbjud|fortrolig|uautoriser|tiltenkt|důvěrn|určen|adresát|zakázán|neoprávněn|luottamuksell|конфиденциал|предназначен|исключительно|запрещен|адресат|конфіденцій|призначен|заборонен|gizli|yalnızca|alıcı|yetkisiz|yasak|保密|机密|機密|仅限|僅限|禁止|禁じ|宛先|收件人|기밀|수신인|금지|무단|bizalmas|címzett|confidențial|destinatar|εμπιστευτικ|παραλήπτη/gi
const opensNotice =
  /^(?:(?:this|the (?:information|contents?)|any|if you|note|notice|important|wichtig|hinweis|diese|der inhalt|die in|ce |cet|les informations|l['’]information|este|esta|la información|las? |o conteúdo|a informação|questo|questa|le informazioni|il (?:presente|contenuto)|il |dit |de informatie|deze|niniejsz|treść|detta|innehållet|denne|dette|tento|tato|obsah|tämä|данн|настоящ|содержание|информация|це |ця |bu |本|此|このメール|本メール|이 메일|본 메일|ez az|acest|το παρόν)|[-*=_\s]{0,10}(?:confidential|privileged|vertraulich))/i
const longestNotice = 3000

/** The beginning of a footer that no person typed, at line `at`. */
export function isFooterStart(lines: string[], at: number): boolean {
  const raw = lines[at]!
  if (isListRule(lines, at) || isGroupsRule(raw)) return true
  const next = isRule(raw) ? nextFull(lines, at + 1, 3) : -1
  const line = bare(lines[next < 0 ? at : next]!)
  return footer.test(line) || (opensNotice.test(line) && isNotice(lines, at))
}

/** Mailman draws underscores above the name of the list and its addresses. */
function isListRule(lines: string[], at: number): boolean {
  if (!/^_{30,}\s*$/.test(lines[at]!.slice(0, 200))) return false
  const below = lines.slice(at + 1, at + 4).map((line) => line.slice(0, 300))
  return below.some((line) => /https?:\/\/|mailing list|\S@\S+\.\S|unsubscribe/i.test(line))
}

/** Groups.io and Yahoo Groups draw a rule of their own above their links. */
function isGroupsRule(raw: string): boolean {
  return /^(?:-=){6,20}-?\s*$/.test(raw.slice(0, 100))
}

function isNotice(lines: string[], at: number): boolean {
  if (at > 0 && lines[at - 1]!.trim() !== '') return false
  let paragraph = ''
  for (let n = at; n < Math.min(lines.length, at + 15) && lines[n]!.trim() !== ''; n++)
    paragraph += `${lines[n]!.slice(0, longestNotice)} `
  const found = paragraph.slice(0, longestNotice).match(legalWords) ?? []
  return new Set(found.map((word) => word.toLowerCase())).size >= 3
}

/** What a mail server puts on top of a mail from outside. */
export function isBanner(line: string): boolean {
  return /^\W{0,5}(?:(?:caution|warning|attention|achtung|attenzione|external)\W{1,5})?(?:external e?-?mail\W|this e?-?mail (?:originated|came|is) from (?:outside|an external)|you don['’]t often get e?-?mail from|diese e-?mail (?:kommt|stammt) von (?:außerhalb|extern)|some people who received this message don['’]t often)/i.test(
    bare(line).slice(0, 200),
  )
}
