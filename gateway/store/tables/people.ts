import { table } from '../rows.ts'

export type Role = 'owner' | 'admin' | 'operator' | 'agent' | 'reader'

/** How somebody hears: at once by mail, on the web, in one mail now and then, or not at all. */
export type Way = 'email' | 'inbox' | 'digest' | 'nothing'

export type PersonRow = {
  id: number
  kind: 'contact' | 'user' | 'system'
  role: Role | null
  name: string
  language: string
  time_zone: string
  notify: Way
  created_at: number
  disabled_at: number | null
  /** How long what they write to people outside waits, so that they may take it back. */
  undo_seconds: number
}

export type AddressRow = {
  id: number
  person_id: number
  /** As the person writes it. */
  address: string
  /** As addresses are compared: see `addressKey` in gateway/mail/addresses.ts. */
  address_key: string
  bounce_score: number
  paused_at: number | null
  created_at: number
}

export type SignInLinkRow = {
  id: number
  token_hash: string
  person_id: number
  created_at: number
  expires_at: number
  used_at: number | null
}

export type CredentialRow = {
  id: number
  person_id: number
  kind: 'password' | 'token'
  /** What its owner calls a token. */
  name: string
  /** How a password was hashed, with its result; the hash of a token. */
  secret: string
  created_at: number
  last_used_at: number | null
}

export const people = table<PersonRow>('people')
export const addresses = table<AddressRow>('addresses')
export const signInLinks = table<SignInLinkRow>('sign_in_links')
export const credentials = table<CredentialRow>('credentials')
