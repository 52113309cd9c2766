import { expect, test } from 'vitest'
import { judge } from '../../gateway/mail/reports/bounce-words.ts'

/** What servers say of an address that is not there, one a line. */
const dead = `
not our user
vic is not here
vic@vendor.test is not a user on this system
we do not have this user here
not in my user list
not a recognized recipient
No valid host/user
The recipient cannot be found
The user you are trying to contact has moved, new address is vic@moved.test
Destinatario non valido
cuenta inexistente
Benutzer vic steht nicht im Domino-Verzeichnis
L'utilisateur ne figure pas dans l'annuaire Domino
5.7.1 No such user!
"x" is not a defined mailbox on the server.
#5.1.1 bad address
address invalid
5.1.0 address rejected
did not match any of the recipients
account not activated
account does not exist
ADDRESS NOT PRESENT ON THIS SERVER
address is unavailable
address not exist
ambiguous address
bad recipient
sorry, badrcptto
can't accept user
cannot find a user here with that name
destin. sconosciuto
destinatario sconosciuto
does not have an email address
email address does not exist
email address could not be found, or was misspelled
The email account that you tried to reach does not exist. Please try double-checking
has no mailbox here
I am no longer with
invalid mailbox path
invalid recipient kim@x.test
is not a known user on this system
is not a local mailbox
is not a registered gateway user
is not an active address at this host
mailbox invalid
mailbox is unavailable
mailbox not present
mailbox nonexistent
no account by that name here
no existe dicha persona
no existe ese usuario
no mail box available for this user
no mailbox by that name is currently available
no such address here
no such person at this address
Rejected: account unavailable
no valid recipients, bye
not a valid recipient
not listed in public name & address book
not a local address
one or more recipients in the message do not exist
Recipient address rejected: invalid-recipient
recipient is not local
recipient no longer on server
recipient not accepted
recipient not OK
recipient with that address does not exist
Requested action not taken: mailbox unavailable
RESOLVER.ADR.RecipNotFound; not found
sorry, your envelope recipient has been denied
the user's email name is not found
there is no one at this address
this email address is wrong or no longer valid
this recipient is in my badrecipientto list
this recipient is not in my validrcptto list
unknown destination address
unknown e-mail address
unknown or illegal alias
user missing home directory
user not exist
user not known
utilisateur inconnu
vdeliver: invalid or unknown virtual user
your envelope recipient is in my badrcptto list
Addressee unknown
not a valid mailbox
no such mailbox
Address unknown
Unknown address error 550-'5.1.1 <kim@x.test>
Recipient does not exist here
The recipient cannot be verified. Please check all recipients
mail receiving disabled: no such account
This user doesn't have a yahoo.com account (kim@yahoo.test) [0]
550 5.1.1 RCP-P2 unknown recipient
Not our Customer
El usuario no existe
Usuario desconhecido
Benutzer unbekannt
Empfänger unbekannt
Onbekende gebruiker
Nieznany użytkownik
Пользователь не найден
нет такого пользователя
ユーザーが見つかりません
domain does not exist
domain is not reachable
Host or domain name not found. Name service error for name=x.test type=AAAA: Host not found
Name or service not known
host unreachable for x.test
mail domain mentioned in email address is unknown
recipient domain must exist
Domain of recipient address does not exist
no such domain at this location
unknown host x.test
DNS Error: Domain name not found
could not find any mail exchanger
host x.test did not resolve
550 Unrouteable address
The domain x.test is not found
address has been replaced by kim@y.test
556 5.1.10 Domain does not accept mail (nullMX)
Domain x.test does not accept mail
Host does not accept mail
The recipient's address was not found in the recipient's system
Addresses failed: all relevant MX records point to non-existent hosts
an MX or SRV record indicated no SMTP service
`

/** What they say where the address may be right: it is full, shut, or the mail or its sender is refused. */
const alive = `
Account temporarily suspended
mailbox temporarily disabled
Sender address has null MX
enqueued and undeliverable for 4 days
unable to deliver this message after 4 days
account is exceeding their quota
account is over quota
boite du destinataire pleine
disc quota exceeded
does not have enough space
exceeded storage allocation
full mailbox
is over disk quota
mail file size exceeds the maximum size allowed for mail delivery
mail quota exceeded
mailbox exceeded the local limit
mailbox size limit exceeded
maildir delivery failed: userdisk quota
no space left on device
not enough storage space in
over the allowed quota
recipient reached disk quota
the user's space has been used up
The email account that you tried to reach is over quota
user has exhausted allowed storage space
user has too many messages on the server
mailbox would exceed maximum allowed storage
Quota has been exceeded for this user
Mailbox quota exceeded, user unknown quota class
The user you are trying to contact is receiving mail at a rate that prevents additional messages
Out of office? mailbox locked
archived recipient
boite du destinataire archivee
The email account that you tried to reach is disabled
inactive account
Invalid/inactive user
is unavailable: user is terminated
mailbox currently suspended
mailbox is frozen
recipient rejected: temporarily inactive
recipient suspend the service
this account has been disabled or discontinued
user or domain is disabled
user suspended
account is locked email bounced
because the recipient is only accepting mail from specific users
due to extended inactivity new mail is not currently being accepted for this mailbox
is not accepting any mail
message rejected due to user rules
refused due to recipient preferences
RESOLVER.RST.NotAuthorized; not authorized
user refuses to receive this mail
you have been blocked by the recipient
Relay access denied
as a relay, but I have not been configured to let
relaying denied: no such user list
we do not relay
Insecure mail relay
5.7.1 Unable to relay for kim@x.test
sorry, that domain isn't in my list of allowed rcpthosts
sender rejected: domain not found
Sender address rejected: User unknown in relay recipient table
sender verify failed
Sender address rejected: Domain not found
Domain of sender address kim@x.test does not exist
invalid domain, see the sender
your domain is not allowed
the message was rejected because it contains prohibited virus or spam content
rejected by the anti-spam system
blocked using zen.spamhaus.org
your IP is blacklisted
Cannot find your reverse dns hostname
Client host rejected: cannot find your hostname
no PTR record found
helo command rejected: host not found
Helo command rejected: Host not found
too many connections from your host
Connection timed out
lost connection while sending
mail server temporarily rejected message
Delivery time expired
conversation with x.test timed out while sending RCPT TO
message size exceeds fixed maximum message size
552 5.3.4 Error: message file too big
message too large
Command time limit exceeded
mail forwarding loop for kim@x.test
too many hops
error: queue file write error
out of memory
exec format error
unable to look up local user account information
Local configuration error
mailer error
unix mailer: command not found
header line too long
Message contains bare LF
MIME error
executable files are not allowed in compressed files
attachment type not allowed
virus found: message not accepted
Message refused by DMARC policy
SPF check failed
local policy violation
Recipient address rejected: Greylisted
Recipient address rejected: on hold
Recipient address rejected: Policy rejection
Access denied, sending domain is on our list
recipient address rejected: rate limited, user unknown?
authentication required
Must issue a STARTTLS command first
Your message was rejected: user has been blocked, spam
administrative prohibition
No such file or directory
`

function linesOf(words: string): string[] {
  return words.trim().split('\n')
}

test.each(linesOf(dead))('"%s" is said of a dead address', (words) => {
  expect(judge(`550 ${words}`, null, '550').kind).toBe('hard')
})

test.each(linesOf(alive))('"%s" says nothing against the address', (words) => {
  expect(judge(`550 ${words}`, null, '550').kind).not.toBe('hard')
})

test('a code that says that the mailbox exists weighs more than "user unknown" of a filter', () => {
  expect(judge('550 5.2.1 <vic@vendor.test>... User unknown', '5.2.1', '550').kind).toBe('soft')
  const table = '550 5.2.1 <vic@vendor.test>: Recipient address rejected: User unknown'
  expect(judge(table, '5.2.1', '550').kind).toBe('hard')
})

test('a mailbox that is suspended may come back, whatever its code', () => {
  expect(judge('550 5.1.1 Account temporarily suspended', '5.1.1', '550').kind).toBe('soft')
})

test('a code of four is for now, whatever is said', () => {
  expect(judge('450 user unknown', '4.1.1', '450').kind).toBe('soft')
})
