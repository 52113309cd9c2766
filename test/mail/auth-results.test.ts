import { expect, test } from 'vitest'
import { readAuthResults } from '../../gateway/mail/proof/auth-results.ts'
import { clientAddress } from '../../gateway/mail/proof/client-address.ts'
import { relaysWord } from '../../gateway/mail/proof/relays-word.ts'

const SERVER = 'mx.example.test'

/** Does the border server vouch for a mail from customer.test whose header begins with these fields? */
function word(...fields: string[]) {
  const source = Buffer.from(
    `${fields.join('\r\n')}\r\nFrom: <nora@customer.test>\r\n\r\nHello\r\n`,
  )
  return relaysWord(source, { server: SERVER, domain: 'customer.test' })
}

const PASS = 'dmarc=pass (p=reject) header.from=customer.test'
const SIGNED = 'dkim=pass header.d=customer.test'

const believed: [string, string][] = [
  ['DMARC that passes', `${SERVER}; ${PASS}`],
  ['the name of the server in other case', `MX.Example.TEST; ${PASS}`],
  ['the name of the server in quotes', `"${SERVER}"; ${PASS}`],
  ['a version', `${SERVER} 1; ${PASS}`],
  ['several results', `${SERVER}; spf=pass smtp.mailfrom=a@b.test; ${SIGNED}; ${PASS}`],
  ['folded lines', `${SERVER};\r\n\tspf=none;\r\n ${PASS}`],
  [
    'comments everywhere',
    `(a) ${SERVER} (b); (c) dmarc (d) = (e) pass (f (g)) header.from = customer.test (h)`,
  ],
  ['a value in quotes', `${SERVER}; dmarc=pass header.from="customer.test"`],
  ['a reason', `${SERVER}; dmarc=pass reason="all; is (well" header.from=customer.test`],
  ['a method with its version', `${SERVER}; dmarc/1=pass header.from=customer.test`],
  ['upper case', `${SERVER}; DMARC=Pass Header.From=CUSTOMER.test`],
  ['a semicolon at the end', `${SERVER}; ${PASS};`],
  ['an equals sign within a value', `${SERVER}; dkim=pass header.b=abc= header.d=x.test; ${PASS}`],
  [
    'a word of its own, as Microsoft writes',
    `${SERVER}; dmarc=pass action=none header.from=customer.test`,
  ],
  [
    'a signature where there is no DMARC',
    `${SERVER}; ${SIGNED}; dmarc=none header.from=customer.test`,
  ],
  ['a signature and no word of DMARC', `${SERVER}; ${SIGNED}`],
  ['one of two signatures', `${SERVER}; dkim=fail header.d=customer.test; ${SIGNED}`],
]
test.each(believed)('a border server is believed: %s', (_, value) => {
  expect(word(`Authentication-Results: ${value}`)).toMatchObject({
    aligned: true,
    by: 'relay',
    relay: SERVER,
  })
})

const unbelieved: [string, string][] = [
  ['no results', `${SERVER}; none`],
  ['nothing at all', SERVER],
  ['DMARC that fails', `${SERVER}; dmarc=fail header.from=customer.test`],
  [
    'a signature although DMARC fails',
    `${SERVER}; ${SIGNED}; dmarc=fail header.from=customer.test`,
  ],
  ['a result that only begins the same', `${SERVER}; dmarc=passed header.from=customer.test`],
  ['DMARC of another domain', `${SERVER}; dmarc=pass header.from=elsewhere.test`],
  ['a domain that ends the same', `${SERVER}; dmarc=pass header.from=evilcustomer.test`],
  ['a domain that begins the same', `${SERVER}; dmarc=pass header.from=customer.test.evil.test`],
  [
    'a domain that a comment cuts',
    `${SERVER}; dmarc=pass header.from=customer.test(.evil.test)`.replace('(.', '(x).'),
  ],
  ['no domain', `${SERVER}; dmarc=pass`],
  ['two domains', `${SERVER}; ${PASS} header.from=elsewhere.test`],
  ['DMARC twice', `${SERVER}; dmarc=fail header.from=customer.test; ${PASS}`],
  ['a pass in a comment', `${SERVER}; dmarc=fail (was ${PASS}) header.from=customer.test`],
  ['a pass in quotes', `${SERVER}; dmarc=fail header.from="x; ${PASS}"`],
  [
    'a pass in the address of the envelope',
    `${SERVER}; spf=pass smtp.mailfrom="a; ${PASS} "@evil.test; dmarc=fail`,
  ],
  ['a pass behind an escaped quote', `${SERVER}; dmarc=fail reason="a\\"; ${PASS}; x=\\""`],
  ['SPF alone', `${SERVER}; spf=pass smtp.mailfrom=nora@customer.test`],
  ['a signature of a domain above', `${SERVER}; dkim=pass header.d=test`],
  ['a signature that names only its agent', `${SERVER}; dkim=pass header.i=@customer.test`],
  ['a comment without an end', `${SERVER}; ${PASS} (`],
  ['a bracket without a beginning', `${SERVER}; ${PASS} )`],
  ['a quote without an end', `${SERVER}; ${PASS} reason="`],
  ['words that are no pair', `${SERVER}; pass ${PASS}`],
]
test.each(unbelieved)('a border server does not vouch by %s', (_, value) => {
  expect(word(`Authentication-Results: ${value}`)?.aligned ?? false).toBe(false)
})

const silent: [string, string[]][] = [
  ['the results of another server', [`Authentication-Results: mx.evil.test; ${PASS}`]],
  ['a server whose name ends the same', [`Authentication-Results: evil${SERVER}; ${PASS}`]],
  ['a server whose name begins the same', [`Authentication-Results: ${SERVER}.evil.test; ${PASS}`]],
  [
    'a server whose name a comment cuts',
    [`Authentication-Results: ${SERVER}(x).evil.test; ${PASS}`],
  ],
  [
    'its results below those of another',
    [`Authentication-Results: a.test; none`, `Authentication-Results: ${SERVER}; ${PASS}`],
  ],
  ['a blank before the colon', [`Authentication-Results : ${SERVER}; ${PASS}`]],
  ['a name that is folded', [`Authentication-Results\r\n : ${SERVER}; ${PASS}`]],
  ['a bare CR', [`X-A: 1\rAuthentication-Results: ${SERVER}; ${PASS}`]],
  ['a bare LF', [`X-A: 1\nAuthentication-Results: ${SERVER}; ${PASS}`]],
  ['NUL', [`Authentication-Results: ${SERVER}; ${PASS}`, 'X-A: \u0000']],
  [
    'like-named fields',
    [
      `X-Authentication-Results: ${SERVER}; ${PASS}`,
      `ARC-Authentication-Results: i=1; ${SERVER}; ${PASS}`,
    ],
  ],
  ['a field in the body', ['Subject: x', '', `Authentication-Results: ${SERVER}; ${PASS}`]],
]
test.each(silent)('nothing is said by %s', (_, fields) => {
  expect(word(...fields)).toBeNull()
})

test('a second field in the name of the server that says otherwise takes away the first', () => {
  const [top, below] = [
    `Authentication-Results: ${SERVER}; ${PASS}`,
    `Authentication-Results: ${SERVER};`,
  ]
  expect(word(top, `${below} dmarc=fail header.from=customer.test`)).toMatchObject({
    aligned: false,
  })
  expect(word(`${below} dmarc=fail header.from=customer.test`, top)).toMatchObject({
    aligned: false,
  })
  expect(word(top, `${below} spf=fail smtp.mailfrom=a@b.test`)).toMatchObject({ aligned: true })
})

test('a name in other letters is the same domain in either form', () => {
  const source = Buffer.from(
    `Authentication-Results: ${SERVER}; dmarc=pass header.from=xn--bcher-kva.test\r\n\r\n`,
  )
  expect(relaysWord(source, { server: SERVER, domain: 'bücher.test' })).toMatchObject({
    aligned: true,
  })
})

test('the parts of the word are kept', () => {
  const spf = 'spf=softfail smtp.mailfrom=a@b.test'
  expect(word(`Authentication-Results: ${SERVER}; ${spf}; ${SIGNED}; ${PASS}`)).toMatchObject({
    spf: 'softfail',
    dkim: [{ domain: 'customer.test', result: 'pass' }],
    dmarc: 'pass',
  })
})

test('a field is read in a time that grows with its length only', () => {
  for (const piece of ['(', '"\\', '; a=b', '=', ' = ', '()'])
    expect(readAuthResults(piece.repeat(20_000))).toBeNull()
})

const received: [string, string, string | null][] = [
  [
    'Postfix',
    `from mail.test (mail.test [192.0.2.1]) by ${SERVER} (Postfix) with ESMTP id 4; Mon`,
    '192.0.2.1',
  ],
  [
    'IPv6',
    `from mail.test (unknown [IPv6:2001:db8::1]) by ${SERVER} with ESMTP; Mon`,
    '2001:db8::1',
  ],
  [
    'Sendmail',
    `from mail.test (host.test [192.0.2.1] (may be forged)) by ${SERVER}; Mon`,
    '192.0.2.1',
  ],
  ['Exim', `from host.test ([192.0.2.1] helo=mail.test) by ${SERVER} with esmtp; Mon`, '192.0.2.1'],
  ['Exim, host without a name', `from [192.0.2.1] (helo=mail.test) by ${SERVER}; Mon`, '192.0.2.1'],
  [
    'a claim that is an address',
    `from [198.51.100.9] (unknown [192.0.2.1]) by ${SERVER}; Mon`,
    '192.0.2.1',
  ],
  [
    'a claim within the comment',
    `from host.test ([192.0.2.1] helo=[198.51.100.9]) by ${SERVER}; Mon`,
    '192.0.2.1',
  ],
  [
    'a claim with brackets',
    `from x([198.51.100.9]) (unknown [192.0.2.1]) by ${SERVER}; Mon`,
    '192.0.2.1',
  ],
  [
    'a claim that brings its own "by"',
    `from x (a [198.51.100.9]) by ${SERVER} (b (c [192.0.2.1]) by ${SERVER}; Mon`,
    null,
  ],
  [
    'a claim with two',
    `from x (a [198.51.100.9]) by ${SERVER} y (c [192.0.2.1]) by ${SERVER}; Mon`,
    null,
  ],
  ['another server', 'from mail.test (mail.test [192.0.2.1]) by mx.evil.test; Mon', null],
  ['no address', `from mail.test by ${SERVER}; Mon`, null],
  ['only a claim', `from [192.0.2.1] by ${SERVER}; Mon`, null],
]
test.each(received)(
  'the client of a border server is read in the form of %s',
  (_, field, address) => {
    const source = Buffer.from(
      `Received: ${field}\r\nReceived: from a (b [203.0.113.1]) by ${SERVER}; Mon\r\n\r\n`,
    )
    expect(clientAddress(source, SERVER)).toBe(address)
  },
)
