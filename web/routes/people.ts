import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import {
  disablePerson,
  enablePerson,
  mustLeaveAnOwner,
} from '../../gateway/chatter/people/disable.ts'
import { addPerson, findPerson, isUser, listPeople } from '../../gateway/chatter/people/people.ts'
import { mustActOn } from '../../gateway/chatter/people/roles.ts'
import { makeSignInToken } from '../../gateway/chatter/people/sign-in.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { baseUrlOf } from '../../gateway/store/site.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { idIn, line, needed, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { peoplePage, signInLinkPage } from '../views/people.ts'
import { userOf, visitOf } from '../visit.ts'

/** No role: a contact, who writes and gets mail and never signs in. */
const ROLE = z
  .enum(['', 'owner', 'admin', 'operator', 'agent', 'reader'])
  .default('')
  .transform((role) => (role === '' ? null : role))
const Newcomer = z.object({ name: needed('Name'), address: needed('Address', 320), role: ROLE })
const NewRole = z.object({ role: ROLE })
const Search = z.object({ search: line() })

/** People: users with their roles, and contacts. */
export function peopleRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (
    path: string,
    verb: (tx: Tx, request: Request, by: PersonRow) => Promise<string>,
  ) => {
    routes.post(path, async (request, response) => {
      const text = await site.store.write((tx) => verb(tx, request, userOf(response)))
      await redirectWith(request, response, { path: '/admin/people', notice: { text } })
    })
  }
  routes.get('/admin/people', (request, response) => showPeople(office, request, response))
  post('/admin/people', async (tx, request, by) => {
    const newcomer = read(Newcomer, request.body)
    mustActOn(by, newcomer.role)
    const person = await addPerson(tx, newcomer, site.clock.now())
    return `${person.name} is here now.`
  })
  post('/admin/people/:id/role', giveRole)
  post('/admin/people/:id/disable', async (tx, request, by) => {
    const person = await personFor(tx, request, by)
    if (person.id === by.id) throw new Refused('not-allowed', 'You cannot disable yourself.')
    await disablePerson(tx, person, site.clock.now())
    return `${person.name} can no longer sign in and gets no mail.`
  })
  post('/admin/people/:id/enable', async (tx, request, by) => {
    const person = await personFor(tx, request, by)
    await enablePerson(tx, person)
    return `${person.name} is back.`
  })
  routes.post('/admin/people/:id/sign-in-link', (request, response) =>
    showLink(office, request, response),
  )
  return routes
}

async function showPeople({ site }: Office, request: Request, response: Response): Promise<void> {
  const { search } = read(Search, request.query)
  const people = await site.store.read((reader) => listPeople(reader, search))
  const content = peoplePage({
    people,
    search,
    viewer: userOf(response),
    token: visitOf(response).token,
  })
  await showPage(request, response, { title: 'People', content, section: 'admin' })
}

async function giveRole(tx: Tx, request: Request, by: PersonRow): Promise<string> {
  const person = await personFor(tx, request, by)
  const { role } = read(NewRole, request.body)
  mustActOn(by, role)
  if (role !== 'owner') await mustLeaveAnOwner(tx, person)
  await changeRole(tx, person, role)
  return role === null ? `${person.name} is a contact now.` : `${person.name} is ${role} now.`
}

/** Shown once, on the answer itself: the secret is kept nowhere. */
async function showLink({ site }: Office, request: Request, response: Response): Promise<void> {
  const made = await site.store.write(async (tx) => {
    const person = await personFor(tx, request, userOf(response))
    if (!isUser(person))
      throw new Refused('bad-input', `${person.name} is no user: give a role first.`)
    return { person, secret: await makeSignInToken(tx, person, site.clock.now()) }
  })
  site.log.info('sign-in link made', { person: made.person.id, by: userOf(response).id })
  const content = signInLinkPage(made.person.name, `${baseUrlOf(site)}/sign-in/${made.secret}`)
  await showPage(request, response, { title: 'Sign-in link', content, section: 'admin' })
}

/** Somebody whom the user may act on. */
async function personFor(reader: Reader, request: Request, by: PersonRow): Promise<PersonRow> {
  const person = await findPerson(reader, idIn(request))
  if (!person || person.kind === 'system') throw new Refused('not-found')
  mustActOn(by, person.role)
  return person
}
