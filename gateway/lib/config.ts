import { isIP } from 'node:net'
import { z } from 'zod'

/** Every setting, with its default and what it means. `postern config` prints this table; `.env.example` is made from it. */
const settings = {
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('SQLite file, stored mails and attachments, keys'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('postgres://user:pass@host/database; without it SQLite in DATA_DIR'),
  SQLITE_DRIVER: z
    .enum(['sqlite3', 'node'])
    .optional()
    .describe('which SQLite driver; without it sqlite3 where it loads'),
  SMTP_HOST: z.string().default('127.0.0.1').describe('where the SMTP server listens'),
  SMTP_PORT: port(2525).describe('its port; 0 takes a free one'),
  SMTP_MAX_SIZE: z.coerce
    .number()
    .int()
    .min(1024)
    .default(35 * 1024 * 1024)
    .describe('largest mail, in bytes, announced in SIZE'),
  SMTP_TLS_CERT: z
    .string()
    .optional()
    .describe(
      'file with the certificate (PEM, the whole chain) for STARTTLS; without it one is made and kept in DATA_DIR, for which nobody vouches',
    ),
  SMTP_TLS_KEY: z
    .string()
    .optional()
    .describe('file with its private key (PEM); both files are looked at again every minute'),
  SMTP_AUTH_LOCAL: z
    .enum(['0', '1'])
    .default('0')
    .describe('1 lets users on this machine sign in to SMTP without TLS, to try it'),
  WEB_HOST: z.string().default('127.0.0.1').describe('where the web server listens'),
  PORT: port(3000).describe('its port; 0 takes a free one'),
  BASE_URL: z
    .url()
    .optional()
    .describe('public address of the web interface; without it made from the two above'),
  TRUSTED_PROXIES: list(isProxy).describe(
    'proxies before the web server whose X-Forwarded headers are believed: addresses, networks, loopback, linklocal or uniquelocal, separated by spaces',
  ),
  MAIL_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a domain name')
    .transform((name) => name.toLowerCase())
    .default('example.test')
    .describe('first mail domain'),
  RELAY_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'smtp://user:pass@host:port for outgoing mail; without it mails are kept for the dev inbox',
    ),
  SECRET_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('signs tokens and sessions; without it made and kept in DATA_DIR'),
  SECRET_KEY_OLD: z
    .string()
    .min(16)
    .optional()
    .describe('the key before, still believed during a rotation'),
  INTERNAL_TRUST: z
    .enum(['verified', 'token', 'any'])
    .default('verified')
    .describe("what mail in a user's name must show before it gets a user's rights"),
  TRUSTED_RELAYS: list(isRelay).describe(
    'border servers whose word is believed: address=authserv-id, separated by spaces',
  ),
  TRUSTED_SEALERS: list((word) => /^[a-z0-9.-]+$/i.test(word)).describe(
    'domains of forwarders and lists whose ARC seal is believed, separated by spaces',
  ),
  UNCOUNTED_CLIENTS: list(isClient)
    .transform((words) => (words.length > 0 ? words : ['loopback', 'uniquelocal']))
    .describe(
      'mail servers that may send without a limit: addresses, networks, loopback, linklocal, uniquelocal, or none; without it loopback uniquelocal',
    ),
  DNS_SERVERS: list().describe(
    'resolvers (address:port, separated by spaces) for mail authentication',
  ),
  WEBHOOK_HOSTS: list((word) => /^(\*\.)?[a-z0-9._:-]+$/i.test(word)).describe(
    'hosts that rules may call (a name, *.name for all below it, or an address), separated by spaces, also inside our own network; without it every host with a public address',
  ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('who asks for /metrics must send it as bearer; without it only this machine may ask'),
  DEMO: z
    .enum(['0', '1'])
    .optional()
    .describe('1 seeds demo data, 0 never; without it when the store is new and no relay is set'),
  DEV_INBOX: z
    .enum(['0', '1'])
    .optional()
    .describe(
      '1 shows /dev/inbox, 0 never; without it on this machine when neither a relay nor a public address is set',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('how much is logged'),
}

export type Config = z.infer<z.ZodObject<typeof settings>>

export class ConfigFault extends Error {}

/**
 * Reads all settings at once.
 * @param env usually process.env; an empty value counts as absent
 * @throws ConfigFault with one line for each fault
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = z.object(settings).superRefine(mustFit).safeParse(given)
  if (read.success) return read.data

  const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new ConfigFault(
    `These settings cannot be used:\n${faults.join('\n')}\nRun "postern config" to see what each one means.`,
  )
}

/** Settings that mean something only together. */
function mustFit({ SMTP_TLS_CERT, SMTP_TLS_KEY }: Config, faults: z.RefinementCtx): void {
  if ((SMTP_TLS_CERT === undefined) === (SMTP_TLS_KEY === undefined)) return
  const missing = SMTP_TLS_CERT === undefined ? 'SMTP_TLS_CERT' : 'SMTP_TLS_KEY'
  const message = 'is missing: certificate and key belong together'
  faults.addIssue({ code: 'custom', path: [missing], message })
}

export type SettingLine = { name: string; meaning: string; default: string | null }

/** All settings with what they mean, for `postern config` and `.env.example`. */
export function describeSettings(): SettingLine[] {
  return Object.entries(settings).map(([name, setting]) => ({
    name,
    meaning: setting.description ?? '',
    default: defaultOf(setting),
  }))
}

function defaultOf(setting: z.ZodType): string | null {
  const absent = setting.safeParse(undefined)
  if (!absent.success || absent.data === undefined) return null
  return Array.isArray(absent.data) ? null : String(absent.data)
}

function port(standard: number) {
  return z.coerce.number().int().min(0).max(65535).default(standard)
}

function list(isWord: (word: string) => boolean = () => true) {
  return z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).filter((word) => word !== ''))
    .refine((words) => words.every(isWord), 'holds a word that cannot be used')
}

/** `192.0.2.1=mx.example.com`: the address a border server connects from, and the name it signs its results with. */
function isRelay(word: string): boolean {
  const [, address, server] = /^([\da-f.:]+)=([!-~]+)$/i.exec(word) ?? []
  return server !== undefined && isIP(address!) !== 0
}

function isClient(word: string): boolean {
  return word === 'none' || isProxy(word)
}

/** One word of those that Express takes for `trust proxy`. */
function isProxy(word: string): boolean {
  const [, address, bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(word) ?? []
  if (address === undefined) return ['loopback', 'linklocal', 'uniquelocal'].includes(word)
  return (
    isIP(address) !== 0 && Number(bits ?? 1) <= (isIP(address) === 4 ? 32 : 128) && bits !== '0'
  )
}
