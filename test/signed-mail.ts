import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { Player } from './cast.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** What DNS knows of a domain that signs its mail: for `openDns`. */
export function keyOf(domain: string): Record<string, string> {
  return { [`s._domainkey.${domain}`]: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}` }
}

/** A raw mail, signed by its author's domain (RFC 6376). */
export async function signedMail(from: Player, to: string, text: string): Promise<string> {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: from.email.split('@')[1]!, keySelector: 's', privateKey },
  })
  const author = { name: from.name, address: from.email }
  return (await transport.sendMail({ from: author, to, subject: 'Fire', text })).message.toString()
}
