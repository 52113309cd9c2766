import { Refused } from '../../lib/errors.ts'
import type { PersonRow, Role } from '../../store/tables/people.ts'
import { isUser } from './people.ts'

/** What a user may do. Every check of a role stands here. */
const RIGHTS = {
  read: ['owner', 'admin', 'operator', 'agent', 'reader'],
  post: ['owner', 'admin', 'agent'],
  administer: ['owner', 'admin'],
  operate: ['owner', 'admin', 'operator'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof RIGHTS

export function may(person: PersonRow | null, right: Right): boolean {
  if (!person || !isUser(person) || !person.role) return false
  return (RIGHTS[right] as readonly Role[]).includes(person.role)
}

/** @throws Refused where the person may not */
export function mustMay(person: PersonRow | null, right: Right): PersonRow {
  if (!person) throw new Refused('sign-in-first')
  if (!may(person, right)) throw new Refused('not-allowed')
  return person
}

/** Owners answer to owners only: nobody else gives that role, or acts on somebody who has it. */
export function mayActOn(by: PersonRow, role: Role | null): boolean {
  return role !== 'owner' || (isUser(by) && by.role === 'owner')
}

/** @throws Refused where only an owner may */
export function mustActOn(by: PersonRow, role: Role | null): void {
  if (!mayActOn(by, role))
    throw new Refused('not-allowed', 'Only an owner may do this to an owner.')
}

/** The same for a verb that Postern itself may be asked for, by the command line or by a rule. @throws Refused */
export function mustBeAbleTo(person: PersonRow, right: Right): void {
  if (person.kind !== 'system') mustMay(person, right)
}
