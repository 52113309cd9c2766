import { expect, test } from 'vitest'
import { multipart, readText } from './mails.ts'

const signatures: [title: string, type: string, body: string][] = [
  [
    'S/MIME',
    'multipart/signed; protocol="application/pkcs7-signature"; boundary=cut',
    multipart(
      'Content-Type: text/plain\n\nHello',
      'Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx',
    ),
  ],
  [
    'PGP',
    'multipart/signed; protocol="application/pgp-signature"; boundary=cut',
    multipart(
      'Content-Type: text/plain\n\nHello',
      'Content-Type: application/pgp-signature; name=signature.asc\n\nx',
    ),
  ],
  [
    'PGP in the text',
    'text/plain',
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n\n/close\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n',
  ],
]

test.each(signatures)(
  'a mail signed by %s is read, and nobody has checked it',
  async (_title, type, body) => {
    const mail = await readText(body, { 'Content-Type': type })
    expect(mail.newText.split('\n')[0]).toBe('Hello')
    expect(mail.newText).not.toContain('PGP')
    expect(mail.flaws).toEqual(['signature-unchecked'])
  },
)

/** An element of BER; `open`: its end is marked, as programs write it that do not know the length yet. */
function ber(tag: number, content: Buffer, open = false): Buffer {
  if (open) return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.alloc(2)])
  return Buffer.concat([
    Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]),
    content,
  ])
}

/** A mail within its own S/MIME signature, without signers. */
function opaque(source: string, open: boolean): Buffer {
  const half = Buffer.from(source).subarray(0, 9)
  const rest = Buffer.from(source).subarray(9)
  const octets = open
    ? ber(0x24, Buffer.concat([ber(0x04, half), ber(0x04, rest)]), open)
    : ber(0x04, Buffer.from(source))
  const type = Buffer.from('06092a864886f70d010701', 'hex')
  const content = ber(0x30, Buffer.concat([type, ber(0xa0, octets, open)]), open)
  const version = Buffer.from([2, 1, 1])
  const signed = ber(
    0x30,
    Buffer.concat([version, ber(0x31, Buffer.alloc(0), open), content]),
    open,
  )
  const outer = Buffer.from('06092a864886f70d010702', 'hex')
  return ber(0x30, Buffer.concat([outer, ber(0xa0, signed, open)]), open)
}

test('a mail within its own signature is read, and the signature kept', async () => {
  for (const open of [false, true]) {
    const source = opaque('Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n', open)
    for (const type of ['; smime-type=signed-data', '']) {
      const mail = await readText(source.toString('base64'), {
        'Content-Type': `application/pkcs7-mime${type}; name=smime.p7m`,
        'Content-Transfer-Encoding': 'base64',
      })
      expect(mail.text.trim()).toBe('Grüße')
      expect(mail.flaws).toEqual(['signature-unchecked'])
      expect(mail.attachments.map((file) => file.filename)).toEqual(['smime.p7m'])
    }
  }
})

test('a signature cut off anywhere ends in a reading', async () => {
  const whole = opaque('Content-Type: text/plain\r\n\r\nHello\r\n', true)
  for (let length = 0; length < whole.length; length++) {
    const mail = await readText(whole.subarray(0, length).toString('base64'), {
      'Content-Type': 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
      'Content-Transfer-Encoding': 'base64',
    })
    expect(mail.unparsed).toBeNull()
    expect(mail.attachments.map((file) => file.filename)).toContain('smime.p7m')
  }
})
