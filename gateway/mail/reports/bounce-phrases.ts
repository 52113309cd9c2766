/**
 * What servers say of an address that is not there, beyond the common forms in `bounce-words.ts`. One phrase a line, as a
 * piece of a regular expression; add to it what you meet.
 */
export const unknownUser = anyOf([
  'account not activated',
  'address not present on this server',
  'ambiguous (?:address|recipient|user)',
  "can(?:'|no)t (?:accept|find|verify) (?:a |the )?(?:user|recipient|mailbox|account)",
  'could not be found,? or was misspelled',
  'defined mailbox on (?:the|this) server',
  'destin\\. sconosciuto',
  'did not match any of the recipients',
  'does ?n(?:o|.)t have an? (?:e-?mail address|mailbox|account)',
  'i am no longer with',
  'in my bad-?(?:rcpt|recipient)(?:-?to)? list',
  '\\bbadrcptto\\b',
  'envelope recipient (?:has been|is) denied',
  'mail ?box (?:not present|non-?existent|path invalid)',
  'mailbox unavailable or access denied',
  'no (?:such )?mail ?box',
  'no valid recipients',
  'not (?:an? )?(?:known|active|local|registered|valid) [a-z -]{0,20}(?:user|address|mailbox|recipient|account)',
  'recipients? (?:cannot|could not|can not) be verified',
  'recipient not (?:accepted|ok)\\b',
  'recipient can ?not be found',
  '\\bnot (?:our user|in my user list|a recogni[sz]ed recipient)',
  'is not (?:a user (?:on|of)|here\\b)',
  'do(?:es)? not have (?:this|that|such a) user',
  'no valid host/user',
  'user missing home directory',
  'virtual user',
  'steht nicht im [^.\\n]{0,30}verzeichnis',
  "ne figure pas dans (?:l'|le )[^.\\n]{0,30}(?:annuaire|répertoire|carnet)",
  'non (?:è )?(?:elencat|present)[oa] nell[ao] [^.\\n]{0,30}(?:rubrica|directory)',
  'adresse (?:inconnue|destinataire invalide)',
  'boîte (?:inexistante|inconnue)',
  'destinat[aá]rio (?:desconhecido|inexistente|inv[aá]lido)',
  'empfänger (?:unbekannt|existiert nicht)',
  '(?:gebruiker|ontvanger) (?:onbekend|bestaat niet)',
  'onbekende (?:gebruiker|ontvanger)',
  'no existe (?:dicha|ese|esta|este|el|la) (?:persona|usuario|cuenta|destinatario|buz[oó]n)',
  '(?:usuario|cuenta|destinatario|buz[oó]n) no existe',
  '(?:cuenta|buz[oó]n|usuario) (?:inexistente|desconocid[oa])',
  'usu[aá]rio (?:desconhecido|inexistente)',
  '(?:utente|destinatario|casella) (?:sconosciut[oa]|inesistente|non valid[oa])',
  'nieznany (?:użytkownik|adresat)',
  'neznám[áý] (?:uživatel|adresát|schránka)',
  'ismeretlen (?:felhasználó|címzett)',
  'okänd (?:användare|mottagare)',
  'ukendt (?:bruger|modtager)',
  '(?:пользователь|адресат|получатель|ящик|адрес) не (?:найден|существует|зарегистрирован)',
  'нет такого (?:пользователя|адреса|ящика)',
  'bilinmeyen (?:kullanıcı|alıcı)',
  '(?:用户|收件人|邮箱|帐户|账号)[^。]{0,20}(?:不存在|未找到|无效)',
  '(?:ユーザー?|宛先|受信者|メールアドレス)[^。]{0,30}(?:不明|存在しま|見つかりま|ありません)',
  '(?:사용자|수신자|받는 ?사람)[^.]{0,20}(?:없|존재하지)',
])

/** The same of a domain or host. */
export const unknownHost = anyOf([
  'could not find any (?:mail exchanger|mx|host)',
  'did not resolve',
  '(?:domain|host) (?:is )?(?:not reachable|unreachable)',
  '(?:recipient|destination) domain must exist',
  'name or service not known',
  'mx records point to non-?existent',
  'no (?:a|aaaa|dns) records?',
])

/** What is said of us in words that elsewhere are said of the address. */
export const refusedSender = anyOf([
  'helo (?:command )?rejected',
  '\\brcpthosts\\b',
  'invalid domain, see the sender',
  'return(?:-| )path (?:invalid|does not|not)',
  'envelope sender',
  'sender address has (?:a )?null ?mx',
])

/** A program of the other side has failed. */
export const failedProgram = anyOf([
  'command not found',
  'exec format error',
  'queue file write error',
  'unable to look up local user',
  'cannot open (?:file|mailbox|database)',
  'input/output error',
])

function anyOf(phrases: string[]): RegExp {
  return new RegExp(phrases.join('|'), 'i')
}
