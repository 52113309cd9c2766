import type { Request, RequestHandler } from 'express'
import session, { type SessionData, Store } from 'express-session'
import { DAY } from '../gateway/lib/clock.ts'
import { hashToken, randomToken } from '../gateway/lib/ids.ts'
import { baseUrlOf, type Site } from '../gateway/store/site.ts'
import { readSession, removeSession, writeSession } from '../gateway/store/sql/sessions.ts'

/** What the next page says at its top: what was done, and how to take it back. */
export type Notice = {
  text: string
  undo?: { action: string; fields: Record<string, string> }
  /** What became of each command of a text. */
  lines?: string[]
  /** Something was not done, or not as it was asked. */
  warns?: boolean
}

declare module 'express-session' {
  interface SessionData {
    person: number
    token: string
    endsAt: number
    notice: Notice
  }
}

const SESSION_LIFE = 14 * DAY

/** Sessions in the store, named by a signed cookie. Nobody has one before they sign in. */
export function openSessions(site: Site): RequestHandler {
  const secure = baseUrlOf(site).startsWith('https://')
  const sessions = session({
    name: 'postern',
    secret: [site.keys.current, site.keys.old].filter((key) => key !== undefined),
    store: sessionStore(site),
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: SESSION_LIFE,
    },
  })
  return (request, response, next) => {
    if (secure) overTls(request)
    sessions(request, response, next)
  }
}

/**
 * BASE_URL says that browsers come by https, so TLS ends in a proxy before us; express-session would keep a secure cookie back unless
 * that proxy is trusted and says so. A browser that came by http after all refuses such a cookie itself.
 */
function overTls(request: Request): void {
  Object.defineProperty(request, 'secure', { value: true })
}

/** Begins a session under a new id, so that an id from before the sign-in is worth nothing. */
export async function beginSession(request: Request, person: number, now: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((failure) => (failure ? reject(failure) : resolve()))
  })
  Object.assign(request.session, { person, token: randomToken(), endsAt: now + SESSION_LIFE })
  await saveSession(request)
}

export function endSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((failure) => (failure ? reject(failure) : resolve()))
  })
}

/** Written before the answer leaves, so that the page that follows a redirect finds it. */
export function saveSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.save((failure) => (failure ? reject(failure) : resolve()))
  })
}

export function tokenOf(request: Request): string {
  return request.session.token ?? ''
}

type Done = (failure?: unknown, found?: SessionData | null) => void

function sessionStore(site: Site): Store {
  const answer = (work: Promise<SessionData | null | undefined>, done: Done = () => {}) => {
    work.then((found) => done(null, found), done)
  }
  return Object.assign(new (Store as unknown as new () => Store)(), {
    get: (id: string, done: Done) => answer(find(site, id), done),
    set: (id: string, content: SessionData, done?: Done) => answer(keep(site, id, content), done),
    destroy: (id: string, done?: Done) =>
      answer(
        site.store.write(async (tx) => void (await removeSession(tx, hashToken(id)))).then(),
        done,
      ),
  })
}

async function find(site: Site, id: string): Promise<SessionData | null> {
  const now = site.clock.now()
  const content = await site.store.read((reader) => readSession(reader, hashToken(id), now))
  return content === null ? null : (JSON.parse(content) as SessionData)
}

async function keep(site: Site, id: string, content: SessionData): Promise<undefined> {
  const expiresAt = content.endsAt ?? site.clock.now() + SESSION_LIFE
  const kept = { id: hashToken(id), content: JSON.stringify(content), expiresAt }
  await site.store.write((tx) => writeSession(tx, kept))
}
