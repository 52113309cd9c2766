import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { DAY, MINUTE } from '../../lib/clock.ts'
import { ConfigFault } from '../../lib/config.ts'
import { messageOf } from '../../lib/errors.ts'
import { selfSigned } from '../../lib/self-signed.ts'
import type { Site } from '../../store/site.ts'

/** How often the files are looked at: a renewed certificate is taken without a restart. */
const LOOKED_AT_EVERY = MINUTE
const RENEWED_BEFORE_END = 30 * DAY

export type Certificate = { key: string; cert: string }

export type CertificateKeeper = {
  first: Certificate
  /** A new one, where the files have changed since. */
  renewed(): Certificate | null
}

/**
 * The certificate for STARTTLS (RFC 3207): the one that is set; else one that we make and keep, for which nobody vouches. It shows no
 * client who we are, but nobody who only listens reads the mail, and users can sign in (RFC 7435 section 3).
 *
 * @throws ConfigFault where the files that are set cannot be used
 */
export function openCertificate(site: Site): CertificateKeeper {
  const { SMTP_TLS_CERT, SMTP_TLS_KEY } = site.config
  if (SMTP_TLS_CERT === undefined || SMTP_TLS_KEY === undefined)
    return { first: ownCertificate(site), renewed: () => null }
  return watched(site, { cert: SMTP_TLS_CERT, key: SMTP_TLS_KEY })
}

type Paths = { cert: string; key: string }

function watched(site: Site, paths: Paths): CertificateKeeper {
  const first = readBoth(paths)
  let state = stateOf(paths)
  let lookedAt = site.clock.now()
  return {
    first,
    renewed() {
      if (site.clock.now() - lookedAt < LOOKED_AT_EVERY) return null
      lookedAt = site.clock.now()
      try {
        const now = stateOf(paths)
        if (now === state) return null
        const renewed = readBoth(paths)
        state = now
        site.log.info('certificate renewed', { end: endOf(renewed).toISOString() })
        return renewed
      } catch (failure) {
        // in the middle of a renewal the two do not fit: the old one serves until they do
        site.log.warn('certificate not renewed', { why: messageOf(failure) })
        return null
      }
    },
  }
}

function readBoth(paths: Paths): Certificate {
  const cert = readPem('SMTP_TLS_CERT', paths.cert)
  const key = readPem('SMTP_TLS_KEY', paths.key)
  try {
    createSecureContext({ cert, key })
    // the other way round OpenSSL would notice only when the first client comes
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return { cert, key }
  } catch (failure) {
    throw new ConfigFault(
      `SMTP_TLS_CERT and SMTP_TLS_KEY cannot be used together: ${messageOf(failure)}`,
    )
  }
  throw new ConfigFault('SMTP_TLS_KEY is not the key of SMTP_TLS_CERT.')
}

function readPem(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (failure) {
    throw new ConfigFault(`${setting}: ${path} cannot be read (${messageOf(failure)})`)
  }
}

/** Links are followed, as those that renewing programs point at their newest files. */
function stateOf({ cert, key }: Paths): string {
  return [cert, key]
    .map((path) => {
      const { mtimeMs, size, ino } = statSync(path)
      return `${ino} ${size} ${mtimeMs}`
    })
    .join(' ')
}

/** Made once for all processes of the data folder, key and certificate in one file, readable by its owner only. */
function ownCertificate(site: Site): Certificate {
  const path = join(site.config.DATA_DIR, 'smtp-tls.pem')
  const kept = keptCertificate(path)
  if (kept && isStillGood(kept, site)) return kept

  mkdirSync(site.config.DATA_DIR, { recursive: true })
  const made = selfSigned(site.domain, new Date(site.clock.now()))
  const draft = `${path}.${randomUUID()}`
  try {
    writeFileSync(draft, `${made.key}${made.cert}`, { mode: 0o600 })
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return made
}

function keptCertificate(path: string): Certificate | null {
  try {
    const pem = readFileSync(path, 'utf8')
    const [key = ''] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n/.exec(pem) ?? []
    const cert = pem.slice(key.length)
    createSecureContext({ key, cert })
    return { key, cert }
  } catch {
    return null // there is none, or none that can be used
  }
}

function isStillGood(kept: Certificate, site: Site): boolean {
  return (
    new X509Certificate(kept.cert).subjectAltName === `DNS:${site.domain}` &&
    endOf(kept).getTime() > site.clock.now() + RENEWED_BEFORE_END
  )
}

function endOf({ cert }: Certificate): Date {
  return new Date(new X509Certificate(cert).validTo)
}
