import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { Refused } from './errors.ts'
import { openTurnstile } from './one-at-a-time.ts'

/** RFC 7914: 32 MB of memory for each guess, three times. About a tenth of a second here. */
const COST = { logN: 15, r: 8, p: 3 }
const SALT_BYTES = 16
const KEY_BYTES = 32
/** Beyond what the numbers above take: scrypt needs a little more than its table. */
const MOST_MEMORY = 128 * 1024 * 1024
/** So many wait for their turn; the next one is told to come again. */
const MOST_WAITING = 20

/** One at a time: the threads that do this also sync mails to the disk. */
const turns = openTurnstile()
let waiting = 0

/** What is kept of a password: how it was made, the salt, the result. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return written(salt, await derive(password, salt, COST))
}

/**
 * Is this the password? Where there is none, it takes as long to say no.
 * @throws Refused while too many others wait for an answer
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const { cost, salt, key } = read(kept ?? NOBODYS)
  const made = await derive(password, salt, cost)
  return made.length === key.length && timingSafeEqual(made, key) && kept !== null
}

type Cost = typeof COST

async function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  if (waiting >= MOST_WAITING) throw new Refused('too-busy')
  waiting++
  try {
    const options = { N: 2 ** logN, r, p, maxmem: MOST_MEMORY }
    // RFC 8265 section 4.2: the same sign may be typed as one character or as two
    return await turns.pass(() => scrypted(password.normalize('NFC'), salt, options))
  } finally {
    waiting--
  }
}

function scrypted(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (failure, key) =>
      failure ? reject(failure) : resolve(key),
    )
  })
}

function written(salt: Buffer, key: Buffer): string {
  const { logN, r, p } = COST
  return ['scrypt', logN, r, p, salt.toString('base64'), key.toString('base64')].join(':')
}

function read(kept: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [way, logN, r, p, salt = '', key = ''] = kept.split(':')
  if (way !== 'scrypt' || key === '') throw new Error('This is no kept password.')
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  }
}

/** Stands where somebody has no password, or does not exist. */
const NOBODYS = written(randomBytes(SALT_BYTES), randomBytes(KEY_BYTES))
