import { headerValue } from '../header/headers.ts'
import { leavesOf, type MimePart } from '../parts/mime-part.ts'
import type { Mailbox } from '../reading.ts'
import { isPostedReport } from './bounce-json.ts'
import { reportLines } from './bounce-text.ts'

/** What tells a report from a person's mail. */
export type BounceClue = {
  root: MimePart
  from: Mailbox[]
  to: Mailbox[]
  subject: string | null
  text: string
  nullSender: boolean
}

const subjects =
  /undeliver|un ?deliverable|deliver(?:y|ed)?[^a-z]{0,3}(?:status|fail|problem|error|report|delay|notification|has failed)|returned (?:mail|to sender|e-?mail)|fail(?:ure|ed) (?:notice|delivery|mail|to deliver)|mail (?:delivery|system) (?:fail|error|problem|subsystem)|mail could not be delivered|message (?:not delivered|undeliverable|delayed|could not)|non[- ]?deliver|cannot deliver|could not (?:be delivered|send)|user unknown|bounce|nondeliverable|mail error|unzustellbar|nicht zugestellt|zustellung|non remis|non recapit|mancata consegna|devuelto|no entregad|no se (?:puede|pudo) entregar|onbestelbaar|olevererbar|kan ikke leveres|niedostarczaln|nedoručiteln|kézbesíthetetlen|ei voi(?:da|tu)? toimittaa|teslim edilemedi|не удается доставить|недоставл|não (?:foi )?entreg|未送達|配信|退信|无法|系统退信|не (?:может быть )?доставлен|недостав|email error|mail failure|invalid recipient|address (?:unknown|not found)|problems? delivering|delayed mail|still being retried|(?:mail|message) (?:is |has been )?delayed|rejected|unable to deliver|failed mail|mail returned|message status|mail failed|returning to sender|失败|失敗|nie dostarczon|kunde inte levereras/i
const daemons =
  /^(?:mailer-daemon|mail-daemon|mailerdaemon|postmaster|mail\.?delivery\S*|mdaemon|maildaemon|mail-system|post_?master|bounces?|noreply-bounces?)(?:@|$)|mail delivery (?:sub)?system|mail deliver|^postmaster|mailer[- ]daemon|internet mail delivery|mail administrator|system administrator|microsoft exchange|^microsoftexchange[0-9a-f]{32}@|system-?administrator|administrador del sistema|administrateur système|systeembeheerder|amministratore di sistema|системный администратор|システム管理者/i
const notBounces =
  /out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response)|vacation|abwesen|absence|whitelist|confirm|verify|challenge/i

/** A person, or a program in a person's name, answers: no server reports this way. */
export function isAnswer(clue: BounceClue): boolean {
  return (
    /^\s*(?:re|aw|sv|fwd?)\s*:/i.test(clue.subject ?? '') && !isDaemon(clue) && !clue.nullSender
  )
}

function isDaemon(clue: BounceClue): boolean {
  return clue.from.some((from) => daemons.test(from.address) || daemons.test(from.name))
}

/** A report has a robot for an author, speaks of failure, or comes with an empty return path. */
export function looksLikeBounce(clue: BounceClue): boolean {
  const { root, subject } = clue
  if (headerValue(root.headers, 'x-failed-recipients') !== '' || isPostedReport(clue.text))
    return true
  if (root.type === 'multipart/report' && /delivery-status/i.test(root.params['report-type'] ?? ''))
    return true
  if (isListRefusal(clue)) return true
  const failing = subjects.test(subject ?? '')
  if (notBounces.test(subject ?? '') && !failing) return false
  if (!failing && !isDaemon(clue) && !clue.nullSender) return false
  const isRobot = isDaemon(clue) || clue.nullSender
  if (failing && isRobot) return true
  return failureText.test(clue.text.slice(0, 20_000)) && (isRobot || isWrittenByServer(clue))
}

/**
 * People write of deliveries that failed as well, of parcels and of mail. Where neither the author nor the return path is a
 * robot's, the mail must carry what only a server writes: the fields of a report, the copy of the mail that failed, a
 * transcript, or the word that nobody wrote it.
 */
function isWrittenByServer({ root, from, text }: BounceClue): boolean {
  if (from.some((box) => robots.test(box.address))) return true
  if (leavesOf(root).some((leaf) => /^(?:message|text)\/rfc822/.test(leaf.type))) return true
  const start = text.slice(0, 20_000)
  return serverText.test(start) || reportLines(start).length < start.split('\n', 3000).length
}

const robots =
  /^(?:[a-z0-9._-]{0,40}[._-])?(?:no-?_?reply|do-?not-?_?reply|admin|administrator|root|system|mailer|mail|mailserver|notification|server|daemon)s?[0-9]{0,4}@/i
const serverText =
  /^(?:final-recipient|diagnostic-code|reporting-mta|remote-mta):|transcript of session|session transcript|remote host said|automatic(?:ally)? (?:generated|created|message|notification)|automatisch erzeugt|générée? automatiquement|generado automáticamente|delivery status notification|mail(?:er)?[- ](?:daemon|system)|message headers|diagnostic information|delivery attempts?\b|\[smtp:|rcpt to:|\(in reply to|resolver\.adr/im

/** A list server sends a posting back: fml, majordomo, Mailman, LISTSERV, ezmlm. */
function isListRefusal({ root, from, text }: BounceClue): boolean {
  const isServer =
    headerValue(root.headers, 'x-mlserver') !== '' ||
    from.some((box) => listServers.test(box.address))
  return isServer && refusals.test(text.slice(0, 2000))
}

const listServers = /(?:^|-)(?:admin|owner|request|bounces|majordomo|listserv|mailman|sympa)@/i
const refusals =
  /not a member of this mailing list|are not (?:a )?member|not (?:allowed|authori[sz]ed|permitted) to (?:post|send)|non-?members? (?:are|may) not|duplicated message-id|(?:posting|article|submission)[^.\n]{0,40}(?:rejected|denied)|(?:message|posting) (?:has been|was) rejected/i

const failureText =
  /delivery of the (?:e-?mail|message) was stopped|(?:could|can|was|were|has|have|is|are)(?: ?not|n't)(?: been| be)?[^.\n]{0,30}(?:deliver|sent|reach|accept)|undeliver|delivery (?:has |to |of )?[^.\n]{0,60}(?:fail|error|problem|delay|unsuccessful)|failed to deliver|unable to deliver|returned (?:to sender|mail|message)|permanent(?:ly)? (?:fatal )?(?:error|failure|failed)|user unknown|unknown user|no such user|mailbox (?:full|unavailable|not found|is full)|does not exist|was not delivered|the following (?:address|recipient)|transcript of session|over quota|\b5\d\d[ -]5\.\d\.\d|address(?:es)? had|did not reach|not a valid user|no valid recipients|无法|失败|not able to deliver|wasn't able to deliver|invalid user address|this is a warning (?:message )?only|do not need to resend/i
