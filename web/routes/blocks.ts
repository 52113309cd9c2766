import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { addBlock, listBlocks, removeBlock } from '../../gateway/chatter/aliases/blocks.ts'
import { needed, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { blocksPage } from '../views/blocks.ts'
import { userOf, visitOf } from '../visit.ts'

const Sender = z.object({ sender: needed('The sender', 320) })

/** Senders whose mail is set aside as it comes. */
export function blockRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/blocks', (request, response) => showBlocks(office, request, response))
  routes.post('/blocks', (request, response) => block(office, request, response))
  routes.post('/blocks/remove', (request, response) => unblock(office, request, response))
  return routes
}

async function showBlocks({ site }: Office, request: Request, response: Response): Promise<void> {
  const blocks = await site.store.read(listBlocks)
  const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
  const content = blocksPage(blocks, { here, token: visitOf(response).token })
  await showPage(request, response, { title: 'Blocked senders', content, section: 'mails' })
}

async function block({ site }: Office, request: Request, response: Response): Promise<void> {
  const { sender } = read(Sender, request.body)
  const wish = { pattern: sender, by: userOf(response).name, ownDomain: site.domain }
  const pattern = await site.store.write((tx) => addBlock(tx, { ...wish, at: site.clock.now() }))
  const notice = {
    text: `${pattern} is blocked.`,
    undo: { action: '/blocks/remove', fields: { sender: pattern } },
  }
  await redirectWith(request, response, { path: '/blocks', notice })
}

async function unblock({ site }: Office, request: Request, response: Response): Promise<void> {
  const { sender } = read(Sender, request.body)
  const wish = { pattern: sender, by: userOf(response).name, at: site.clock.now() }
  await site.store.write((tx) => removeBlock(tx, wish))
  const notice = {
    text: `${sender} is not blocked any more. What came meanwhile is in the mail log, set aside.`,
    undo: { action: '/blocks', fields: { sender } },
  }
  await redirectWith(request, response, { path: '/blocks', notice })
}
