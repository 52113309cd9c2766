import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  type AliasWish,
  addAlias,
  changeAlias,
  defaultsOf,
  findAlias,
  listAliases,
  removeAlias,
} from '../../gateway/chatter/aliases/aliases.ts'
import { listMailDomains } from '../../gateway/chatter/aliases/mail-domains.ts'
import { listPeople } from '../../gateway/chatter/people/people.ts'
import { listRecordTypes, recordTypeById } from '../../gateway/chatter/records/record-types.ts'
import { findById, referenceOf } from '../../gateway/chatter/records/records.ts'
import { openDirectory } from '../../gateway/inbound/routing/directory.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { AliasRow } from '../../gateway/store/tables/mailbag.ts'
import { choice, line, needed, prose, read } from '../forms.ts'
import { leadText } from '../lead-text.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { aliasesPage, type ShownAlias } from '../views/aliases.ts'
import { userOf, visitOf } from '../visit.ts'

const Wish = z.object({
  address: needed('The address', 320),
  type: line(31),
  record: line(30),
  who: z.enum(['everyone', 'contacts', 'followers', 'users']).default('everyone'),
  strangers: z.enum(['hold', 'new-linked']).default('hold'),
  unproved: z.enum(['hold', 'accept']).default('hold'),
  owner: choice,
  defaults: prose(5000),
  acknowledge: z.enum(['0', '1']).default('0'),
})
const Address = z.object({ address: needed('The address', 320) })
const Test = z.object({ test: line(320) })

/** Aliases: addresses that open records, or feed one. */
export function aliasRoutes(office: Office): Router {
  const routes = Router()
  const post = (path: string, verb: (tx: Tx, body: unknown, at: number) => Promise<Notice>) => {
    routes.post(path, async (request, response) => {
      const notice = await office.site.store.write((tx) =>
        verb(tx, request.body, office.site.clock.now()),
      )
      await redirectWith(request, response, { path: '/admin/aliases', notice })
    })
  }
  routes.get('/admin/aliases', (request, response) => showAliases(office, request, response))
  post('/admin/aliases', add)
  post('/admin/aliases/change', change)
  post('/admin/aliases/remove', removeIt)
  return routes
}

async function showAliases({ site }: Office, request: Request, response: Response): Promise<void> {
  const { test } = read(Test, request.query)
  const found = await site.store.read(async (reader) => ({
    aliases: await shownAliases(reader),
    domains: await listMailDomains(reader, site.domain),
    types: await listRecordTypes(reader),
    users: (await listPeople(reader)).filter(
      (person) => person.kind === 'user' && person.disabled_at === null,
    ),
  }))
  // a directory of its own: the one of the doors may be a second old
  const result = test === '' ? null : await leadText(site, await openDirectory(site).lookUp(test))
  const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
  const content = aliasesPage({
    ...found,
    test,
    result,
    here,
    domain: site.domain,
    token: visitOf(response).token,
  })
  await showPage(request, response, { title: 'Aliases', content, section: 'admin' })
}

async function shownAliases(reader: Reader): Promise<ShownAlias[]> {
  const shown: ShownAlias[] = []
  for (const alias of await listAliases(reader))
    shown.push({ ...alias, ...(await destinationOf(reader, alias)), given: defaultsOf(alias) })
  return shown
}

async function destinationOf(
  reader: Reader,
  alias: AliasRow,
): Promise<{ type: string; record: string }> {
  const fixed = alias.record_id === null ? null : await findById(reader, alias.record_id)
  const type =
    alias.record_type_id === null ? null : await recordTypeById(reader, alias.record_type_id)
  return { type: type?.code ?? '', record: fixed ? referenceOf(fixed) : '' }
}

async function add(tx: Tx, body: unknown, at: number): Promise<Notice> {
  const alias = await addAlias(tx, wishIn(body), at)
  return { text: `${alias.address} takes mail now.` }
}

async function change(tx: Tx, body: unknown, at: number): Promise<Notice> {
  const alias = await changeAlias(tx, wishIn(body), at)
  return { text: `${alias.address} is saved.` }
}

async function removeIt(tx: Tx, body: unknown, at: number): Promise<Notice> {
  const { address } = read(Address, body)
  const alias = await findAlias(tx, address)
  if (!alias) throw new Refused('not-found', `There is no alias ${address}.`)
  const destination = await destinationOf(tx, alias)
  await removeAlias(tx, address, at)
  const fields = {
    address,
    ...destination,
    who: alias.who,
    strangers: alias.strangers,
    unproved: alias.unproved,
    owner: String(alias.owner_id ?? 0),
    defaults: asLines(defaultsOf(alias)),
    acknowledge: String(alias.acknowledge),
  }
  return {
    text: `${address} is removed: mail to it is refused now.`,
    undo: { action: '/admin/aliases', fields },
  }
}

function wishIn(body: unknown): AliasWish {
  const { record, type, defaults, acknowledge, ...wish } = read(Wish, body)
  const destination = record === '' ? { type } : { record }
  return {
    ...wish,
    ...destination,
    defaults: fromLines(defaults),
    acknowledge: acknowledge === '1',
  }
}

/** Default values are written one a line: `priority=High`. */
function fromLines(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((one) => one.trim() !== '')
  return Object.fromEntries(lines.map(pairIn))
}

function pairIn(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1)
    throw new Refused('bad-input', `"${text}" is no default value. Write it as field=value.`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function asLines(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join('\n')
}
