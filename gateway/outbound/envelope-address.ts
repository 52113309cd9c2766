import { domainToASCII } from 'node:url'

const ATOM = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.\u0080-\u{10ffff}-]+$/u
const QUOTED = /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u

/**
 * An address as MAIL and RCPT take it: the domain in ASCII where the local part is (RFC 5890), blanks and signs quoted (RFC 5321
 * section 4.1.2).
 * @param address '' for the null path
 * @throws an error with the code EENVELOPE for what no server can take
 */
export function envelopeAddress(address: string): string {
  if (address === '') return ''
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 1 || domain === '' || /[\p{Cc}\s<>]/u.test(domain) || /\p{Cc}/u.test(local))
    throw Object.assign(new Error('This is no address.'), { code: 'EENVELOPE' })
  const quoted =
    ATOM.test(local) || QUOTED.test(local) ? local : `"${local.replace(/["\\]/g, '\\$&')}"`
  const ascii = /^[\x21-\x7e ]+$/.test(quoted)
  return `${quoted}@${(ascii && domainToASCII(domain)) || domain}`
}
