import type { Part } from '../reading.ts'
import { words } from './quote-locales.ts'

/** With these words people end a mail before their name. Without a delimiter they are words of the author, and shown. */
const closings = new Set(
  words(`
  best regards | kind regards | kindest regards | warm regards | with kind regards | regards |
  with best regards | best wishes | best | all the best | sincerely | sincerely yours |
  yours sincerely | yours faithfully | yours truly | yours | cheers | thanks | thank you | thx |
  many thanks | thanks a lot | thanks again | thanks in advance | thank you in advance |
  thanks and regards | thanks & regards | take care | cordially | respectfully | br | rgds |
  mit freundlichen grüßen | mit freundlichem gruß | mit freundlichen grüssen | mit besten grüßen |
  freundliche grüße | viele grüße | liebe grüße | beste grüße | schöne grüße | herzliche grüße |
  besten gruß | gruß | grüße | mfg | vg | lg | danke | vielen dank | danke im voraus |
  cordialement | bien cordialement | bien à vous | salutations | meilleures salutations | cdt |
  amicalement | merci | merci d'avance | bonne journée | sincères salutations | bonne réception |
  saludos | un saludo | un cordial saludo | saludos cordiales | atentamente | cordialmente |
  gracias | muchas gracias | cordiali saluti | distinti saluti | saluti | un saluto | grazie |
  grazie mille | atenciosamente | att | abraços | abraço | cumprimentos | melhores cumprimentos |
  com os melhores cumprimentos | obrigado | obrigada | met vriendelijke groet | mvg | bedankt |
  met vriendelijke groeten | vriendelijke groet | groeten | groetjes | groet | alvast bedankt |
  pozdrawiam | z poważaniem | dziękuję | pozdrowienia | s pozdravem | díky | děkuji |
  s pozdravom | ďakujem | med vänlig hälsning | med vänliga hälsningar | vänliga hälsningar |
  hälsningar | mvh | tack | tack på förhand | med venlig hilsen | venlig hilsen | hilsen | vh |
  med vennlig hilsen | vennlig hilsen | takk | tak | ystävällisin terveisin | terveisin | kiitos |
  saygılarımla | iyi çalışmalar | teşekkürler | с уважением | спасибо | всего доброго |
  з повагою | дякую | поздрави | с уважение | üdvözlettel | üdv | köszönettel | köszönöm |
  tisztelettel | με εκτίμηση | ευχαριστώ | φιλικά | cu stimă | cu respect | mulțumesc | lp |
  lep pozdrav | srdačan pozdrav | hvala | trân trọng | cảm ơn | よろしくお願いします |
  よろしくお願いいたします | 敬具 | 谢谢 | 此致 | 祝好 | 顺颂商祺 | 謝謝 | 감사합니다 | בברכה | תודה | شكرا | مع خالص التحية |
  salam hormat | terima kasih
`),
)

const mostLines = 8
const longestLine = 60
const contact =
  /^(?:(?:e-?mail|tel|phone|mobile|mob|cell|fax|web|t|m|p|e|w)\.?\s?:?\s?)?(?:<?[^\s@<>]{1,64}@[^\s@<>]{1,200}>?|\+?[\d\s().\-/]{7,25}|(?:https?:\/\/|www\.)\S{1,200})$/i
const nameAlone = /^\p{Lu}[\p{L}.'’-]{0,20}(?: \p{Lu}[\p{L}.'’-]{0,20}){0,2}$/u

/**
 * The line where the author takes leave: closing words and a name, a name alone as the last paragraph, or a block of
 * addresses and numbers. -1 where nothing does, and where nothing stands above it.
 */
export function closingAt(lines: string[]): number {
  const last = lines.findLastIndex((line) => line.trim() !== '')
  let block = -1
  let words = 0
  for (let n = last; n > 0 && words <= mostLines; n--) {
    const line = lines[n]!.trim()
    if (line === '') continue
    if (line.length > longestLine) break
    words++
    if (isClosing(line) && hasWordsAbove(lines, n)) return n
    if (block < 0 && lines[n - 1]!.trim() === '') block = n
  }
  return block > 0 && isNameBlock(lines.slice(block, last + 1)) && hasWordsAbove(lines, block)
    ? block
    : -1
}

function isClosing(line: string): boolean {
  const plain = line.toLowerCase().replace(/[\s,.!;:\u3002\uff0c-]+$/, '')
  return closings.has(plain)
}

function hasWordsAbove(lines: string[], at: number): boolean {
  return lines.slice(0, at).some((line) => line.trim() !== '')
}

function isNameBlock(block: string[]): boolean {
  if (block.length === 1) return nameAlone.test(block[0]!.trim())
  const contacts = block.filter((line) => contact.test(line.trim())).length
  return contacts >= 2 && contacts * 2 >= block.length - 1
}

/** Makes a part of its own of the leave that the author takes: it stays new, a reader may show it paler. */
export function partClosing(parts: Part[]): Part[] {
  const at = parts.findLastIndex((part) => part.kind === 'new' && part.text.trim() !== '')
  if (at < 0) return parts
  const lines = parts[at]!.text.split('\n')
  const cut = closingAt(lines)
  if (cut < 0 || !hasNameBelow(lines, cut)) return parts
  const above: Part = { kind: 'new', text: lines.slice(0, cut).join('\n') }
  const closing: Part = { kind: 'new', text: lines.slice(cut).join('\n'), closing: true }
  return [...parts.slice(0, at), above, closing, ...parts.slice(at + 1)]
}

/** "Thanks!" alone is said, not signed. */
function hasNameBelow(lines: string[], cut: number): boolean {
  if (!isClosing(lines[cut]!.trim())) return true
  return lines.slice(cut + 1).some((line) => line.trim() !== '')
}
