import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { DAY } from './clock.ts'

const LIFE_IN_YEARS = 10
/** RFC 5280 appendix A.1; the whole name stands among the alternative ones. */
const LONGEST_NAME = 64

/** DER tags (ITU-T X.690): what a certificate is written with. */
const INTEGER = 0x02
const BITS = 0x03
const OCTETS = 0x04
const IDENTIFIER = 0x06
const TEXT = 0x0c
const TIME = 0x17
const SEQUENCE = 0x30
const SET = 0x31
/** Fields of a certificate that are told by a number. */
const VERSION = 0xa0
const EXTENSIONS = 0xa3
const DNS_NAME = 0x82

const ECDSA_WITH_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'))
const COMMON_NAME = oid('550403')
const ALTERNATIVE_NAMES = oid('551d11')

/**
 * A key and a certificate for a host that nobody has vouched for: it keeps listeners out, and shows nobody who we are.
 * RFC 5280 section 4.1; RFC 7435 says why that is better than nothing.
 *
 * @returns both in PEM
 */
export function selfSigned(host: string, now: Date): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  // RFC 5280 section 4.1.2.5: two digits of the year count until 2049
  const end = new Date(Math.min(yearsAfter(now), Date.UTC(2049, 11, 31)))
  const common = Buffer.from(host.slice(0, LONGEST_NAME))
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, common))))
  const content = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    name,
    der(SEQUENCE, time(new Date(now.getTime() - DAY)), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, alternativeName(host))),
  )
  const signature = sign('sha256', content, privateKey)
  const cert = der(SEQUENCE, content, ECDSA_WITH_SHA256, bits(signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pem(cert),
  }
}

function yearsAfter(now: Date): number {
  const end = new Date(now)
  end.setUTCFullYear(now.getUTCFullYear() + LIFE_IN_YEARS)
  return end.getTime()
}

function alternativeName(host: string): Buffer {
  const names = der(SEQUENCE, der(DNS_NAME, Buffer.from(host)))
  return der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, names))
}

function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, '').slice(2, 14)
  return der(TIME, Buffer.from(`${digits}Z`))
}

function bits(content: Buffer): Buffer {
  return der(BITS, Buffer.from([0]), content)
}

function oid(hex: string): Buffer {
  return der(IDENTIFIER, Buffer.from(hex, 'hex'))
}

/** One value: what it is, how long, its content. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length])
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, length >> 8, length & 0xff])
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
