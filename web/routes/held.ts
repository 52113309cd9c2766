import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { blockSenderOf } from '../../gateway/inbound/admission/block-sender.ts'
import {
  actOnEach,
  dropMail,
  type Outcome,
  releaseMail,
} from '../../gateway/inbound/mailbag/operate.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Site } from '../../gateway/store/site.ts'
import { read, several } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { counted } from '../views/words.ts'
import { userOf } from '../visit.ts'

type Act = { done: string; act(site: Site, id: string, by: string): Promise<void> }

/** What can be done with the ticked mails of the held list. */
const ACTS: Record<string, Act> = {
  release: {
    done: 'released and filed now; what still leads nowhere comes back here',
    act: releaseMail,
  },
  drop: { done: 'dropped; originals are kept', act: dropMail },
  block: {
    done: 'dropped, and their senders are blocked',
    act: (site, id, by) => blockSenderOf(site, id, { by, all: 'address' }),
  },
  'block-domain': {
    done: 'dropped, and their senders’ domains are blocked',
    act: (site, id, by) => blockSenderOf(site, id, { by, all: 'domain' }),
  },
}

const Ticked = z.object({ mail: several })
const MOST = 100
const REASONS_TOLD = 3

export function heldRoutes(office: Office): Router {
  const routes = Router()
  for (const [name, act] of Object.entries(ACTS))
    routes.post(`/held/${name}`, (request, response) => actOn(office, act, { request, response }))
  return routes
}

async function actOn(
  { site, intake }: Office,
  { act, done }: Act,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const ids = read(Ticked, request.body).mail.slice(0, MOST)
  if (ids.length === 0) throw new Refused('bad-input', 'No mail is ticked. Go back and tick some.')
  const by = userOf(response).name
  const outcome = await actOnEach(ids, (id) => act(site, id, by))
  for (const id of outcome.done) intake.sorter.arrived(id)
  const notice = { text: told(outcome, done) }
  await redirectWith(request, response, { path: '/mails?state=held', notice })
}

function told({ done, left }: Outcome, words: string): string {
  const reasons = [...new Set(left.map(({ why }) => why))].slice(0, REASONS_TOLD).join(' ')
  return [
    done.length > 0 && `${counted(done.length, 'mail')} ${words}.`,
    left.length > 0 && `${counted(left.length, 'mail')} left as before: ${reasons}`,
  ]
    .filter(Boolean)
    .join(' ')
}
