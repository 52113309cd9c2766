import type { BouncedRecipient } from '../reading.ts'
import { failedProgram, refusedSender, unknownHost, unknownUser } from './bounce-phrases.ts'

type Kind = BouncedRecipient['kind']
/** `certain`: a code that says otherwise is not asked. */
type Rule = { kind: Kind; status: string; words: RegExp; certain?: boolean }

/**
 * What remote servers say, in the order in which it counts. `status` is given where the report has none (RFC 3463).
 * hard: the address is dead. policy: the mail was refused, not the address. soft: may work later.
 */
const rules: Rule[] = [
  {
    kind: 'soft',
    status: '5.2.2',
    words:
      /over ?quota|quota (?:has been )?exceed|exceed(?:ed|s|ing)?[^.]{0,40}(?:quota|storage)|(?:mail ?box|mail ?folder|inbox|mailfile|maildir|user) (?:is |has been |was )?(?:over )?full|is full|full mailbox|mailbox (?:size|disk)[^.]{0,20}(?:limit|exceed)|not enough (?:disk|storage) space|insufficient (?:system )?storage|disk quota|out of (?:disk|mailbox) space|too much mail data|has no space|mailbox exceeds|storage limit|number of messages[^.]{0,60}exceed|exceed(?:s|ed) the local limit|账户空间不足|容量/i,
  },
  {
    // Exchange Online and Postfix tables; cPanel; Symantec; InterScan; Yandex: each says it of an address, never of a mail
    kind: 'hard',
    status: '5.1.1',
    certain: true,
    words:
      /recipient address rejected: access denied|account or domain may not exist|\b542\b[^\n]{0,200}rejected|and other recipients in the same domain|\b5\.7\.1 no such user!/i,
  },
  {
    // KDDI (au, ezweb) leaves the address out where the subscriber's filter has refused the sender
    kind: 'policy',
    status: '5.7.1',
    words: /\b550 : user unknown/i,
  },
  { kind: 'policy', status: '5.7.1', words: refusedSender },
  { kind: 'soft', status: '5.3.0', words: failedProgram },
  {
    kind: 'policy',
    status: '5.1.8',
    words:
      /sender (?:address )?(?:rejected|verif|domain|denied)|(?:after|in reply to) (?:the )?mail from|\[mail_from\]|domain of sender|sender's domain|from: domain|address of the sender|invalid sender|sender is not|my name was rejected|in reply to (?:helo|ehlo)/i,
  },
  {
    kind: 'policy',
    status: '5.7.1',
    words: /end of data|command data\b|in reply to (?:end of )?data|after data\b/i,
  },
  {
    kind: 'soft',
    status: '5.3.0',
    words:
      /no such file|couldn't create|command died|procmail|mailer error|local configuration error|not accepting (?:connections|messages|network)|malformed or unexpected name server/i,
  },
  {
    kind: 'soft',
    status: '4.7.1',
    words:
      /too many (?:connections|recipients|messages|sessions|mails)|rate ?limit|throttl|sent too (?:many|much)|sending rate|exceeded the (?:rate|maximum number)|slow down/i,
  },
  {
    kind: 'policy',
    status: '5.7.1',
    words:
      /relay(?:ing)? (?:access |not |is )?(?:denied|permitted|allowed|prohibited)|unable to relay|not permitted to relay|we do not relay|relaying denied|cannot relay|relay (?:access )?(?:denied|restriction)|no relaying|insecure mail relay/i,
  },
  {
    kind: 'policy',
    status: '5.7.1',
    words:
      /spam|junk ?mail|unsolicited|black ?list|block ?list|blocked|denylist|(?:rbl|dnsbl|spamhaus|spamcop|barracuda|sorbs|njabl|abuseat|senderbase|cloudmark|proofpoint)|reputation|bulk ?mail|dmarc|dkim|\bspf\b|sender policy framework|reverse dns|ptr record|rdns|without ptr|cannot find your hostname|cannot resolve your address|unable to verify sender|virus|malware|infected|suspicious|phish|content (?:rejected|policy|filter|restriction)|message (?:content )?rejected|rejected (?:for|due to|by) (?:policy|content)|policy (?:reasons?|violation|rejection|restriction)|violat|administrative(?:ly)? prohibi|not (?:authori[sz]ed|allowed) to send|not accept(?:ed|ing) (?:mail )?(?:from|for)[^.]{0,40}(?:policy|sender|your)|access denied|delivery not authorized|refused by (?:policy|security)|dangerous attachment|attachment type|attachments? (?:is|are) not/i,
  },
  {
    kind: 'policy',
    status: '5.3.4',
    words:
      /(?:message|mail|size)[^.]{0,30}(?:too (?:large|big)|exceed(?:s|ed)?[^.]{0,30}(?:size|limit|maximum))|too large|message size|maximum (?:message )?size|size limit|檔案過大/i,
  },
  {
    kind: 'soft',
    status: '5.2.1',
    words:
      /(?:account|mailbox|user)[^.]{0,30}(?:disabled|suspended|inactive|locked|on hold|not active|deactivated|frozen|expired)|inactive (?:user|account|mailbox)|no longer active|is disabled|on hold\b/i,
  },
  {
    kind: 'soft',
    status: '5.4.7',
    words:
      /(?:retry|delivery) time(?:out)? (?:expired|exceeded|not reached)|retry timeout|delivery failed \d{1,4} (?:attempts|times)|(?:message|delivery)[^.]{0,30}(?:expired|timed out)|could not be delivered for|undeliverable for \d{1,4} (?:hours|days)|deliver this message after \d{1,4} (?:hours|days)|too long (?:in|on) (?:the )?queue|time(?:d)? ?out|connection (?:refused|reset|timed out)|no route to host|network is unreachable|could not connect|(?:unable|not able) to (?:connect|contact)|delivery temporarily suspended|have been failing for a long time|temporar(?:y|ily)|try again later|greylist|too many (?:concurrent|hops|errors)|deferred|lost connection|will (?:keep|continue) trying|loops? back to (?:myself|itself)|mail loop|hop count|too many hops|i\/o error|system (?:error|resources)|out of memory/i,
  },
  {
    kind: 'hard',
    status: '5.1.6',
    words:
      /(?:recipient|mailbox|user|account)[^.]{0,20}has (?:moved|changed)|has moved, new address|no longer (?:valid|at this address|in use|works|employed|on server|with (?:the|this|our) company)|address has changed|has been replaced|moved to/i,
  },
  {
    kind: 'hard',
    status: '5.1.2',
    words:
      /(?:host|domain|server)(?: name)?(?: is)? (?:unknown|not (?:found|exist)|lookup failed)|unknown (?:host|domain)|unrouteable (?:mail )?(?:address|domain)|unroutable|(?:domain|host)[^.]{0,40}(?:does not exist|not found|not exist|could not be found|couldn't be found|is invalid|cannot be found)|no such (?:host|domain)|couldn't find any host|no mx\b|no smtp service|nullmx|null mx|does not accept (?:e?-?mail|any mail)|not (?:a )?local (?:domain|host)|bad (?:destination )?(?:host|domain|system address)|illegal (?:host|domain)|hostname|nxdomain|invalid (?:domain|host)|dns (?:error|failure|lookup)/i,
  },
  {
    kind: 'hard',
    status: '5.1.1',
    words:
      /(?:user|recipient|receiver|mailbox|account|address|addressee|e-?mail|alias|login|local[- ]part|destinat\w+|usuario|utente|utilisateur|benutzer)s?(?: name| address| account| e?-?mail| mailbox)?[^.;\n]{0,60}(?:unknown|not (?:found|exist|known|listed|valid|registered|local|recogni[sz]ed|active|our customer|a valid|have an? (?:account|mailbox))|does(?: not|n't) (?:exist|have)|doesn't exist|isn't|is not|undeliverable|unavailable|invalid|not available|no longer|desconocido|inconnu|unbekannt|sconosciuto)|(?:unknown|no such|invalid|bad|non-?existent|nonexist\w+|illegal|unrecogni[sz]ed|undefined|not a valid|no) (?:local )?(?:user|recipient|receiver|mailbox|account|address|addressee|person|alias|e-?mail|name|destination|mail drop|local part)|no mailbox|isn't in my list|there is no one|not our customer|undeliverable address(?!:)|no such|this account is|address rejected\)?\.?\s*$|does not exist|doesn't have|unknown in virtual|unknown local|couldn't be found|wasn't found|not found|adresse inconnue|адрес не|用户不存在|此用户不存在|該当する|宛先|not known here|can't (?:find|open)|not listed|mailbox unavailable|unavailable mailbox|見つかりません|ユーザーが不明/i,
  },
  { kind: 'hard', status: '5.1.2', words: unknownHost },
  { kind: 'hard', status: '5.1.1', words: unknownUser },
  { kind: 'soft', status: '5.4.7', words: /service (?:not |un)available/i },
]

/** Words of refusal in general: a code says more. */
const lastResort: Rule = {
  kind: 'policy',
  status: '5.7.1',
  words:
    /reject|denied|refus|prohibit|not accept|not allowed|disallow|forbidden|unauthori[sz]ed|authentication|blocked/i,
}

export type Verdict = { kind: Kind; status: string | null; sure: boolean }

/** Judges a failure by the remote server's words and by its codes; the words weigh more, because codes are often general. */
export function judge(reason: string, status: string | null, replyCode: string | null): Verdict {
  const words = reason.slice(0, 2000)
  const rule = [...rules, lastResort].find((candidate) => candidate.words.test(words))
  const known = status && !/^[245]\.0\.0$/.test(status) ? status : null
  const temporary = (status ?? replyCode ?? '').startsWith('4')
  const derived = rule
    ? withClass(rule.status, status, replyCode)
    : (status ?? classOnly(replyCode))
  const sure = known !== null || (rule !== undefined && rule !== lastResort)
  return { kind: kindOf(rule ?? null, { status: known, temporary, words }), status: derived, sure }
}

type Said = { status: string | null; temporary: boolean; words: string }

function kindOf(rule: Rule | null, { status, temporary, words }: Said): Kind {
  if (temporary) return 'soft'
  const byCode = status ? kindOfStatus(status) : null
  if (rule?.certain) return rule.kind
  if (rule?.kind === 'hard') return contradiction(status, words) ?? 'hard'
  if (rule?.status === '5.4.7' && byCode === 'hard') return 'hard'
  if (!rule || rule === lastResort) return byCode ?? 'policy'
  return rule.kind
}

/**
 * Words of a dead address beside a code that says otherwise: a refusal, or a mailbox that exists and takes nothing (mobile
 * carriers say so where a subscriber's filter has refused). Postfix's table of recipients has the words alone right.
 * RFC 3463 sections 3.3 and 3.8.
 */
function contradiction(status: string | null, words: string): Kind | null {
  if (status === '5.2.1') return /recipient address rejected/i.test(words) ? null : 'soft'
  return /^5\.7\.(?!27$)/.test(status ?? '') ? 'policy' : null
}

/** RFC 3463 sections 3.2 to 3.8. */
function kindOfStatus(status: string): Kind | null {
  if (/^5\.1\.[012346]$|^5\.1\.10$|^5\.4\.4$/.test(status)) return 'hard'
  if (/^5\.2\.[12]$|^5\.4\.[1267]$|^5\.3\.[0125]$/.test(status)) return 'soft'
  if (/^5\.7\.|^5\.6\.|^5\.3\.4$|^5\.2\.3$|^5\.5\./.test(status)) return 'policy'
  return status.startsWith('4') ? 'soft' : null
}

function withClass(derived: string, status: string | null, replyCode: string | null): string {
  const given = (status ?? replyCode ?? '')[0]
  return given === '4' || given === '5' ? given + derived.slice(1) : derived
}

function classOnly(replyCode: string | null): string | null {
  return replyCode ? `${replyCode[0]}.0.0` : null
}
