import { Router } from 'express'
import { z } from 'zod'
import { LONGEST_UNDO, setUndo } from '../../gateway/chatter/messages/undo.ts'
import { read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { userOf } from '../visit.ts'

const Setting = z.object({ seconds: z.coerce.number().int().min(0).max(LONGEST_UNDO) })

/** How long what somebody sends to people outside waits, so that they may take it back. */
export function undoRoutes({ site }: Office): Router {
  const routes = Router()
  routes.post('/account/undo', async (request, response) => {
    const { seconds } = read(Setting, request.body)
    await site.store.write((tx) => setUndo(tx, userOf(response), seconds))
    const text =
      seconds === 0
        ? 'What you send leaves at once.'
        : `What you send to people outside leaves after ${seconds} seconds.`
    await redirectWith(request, response, { path: '/account', notice: { text } })
  })
  return routes
}
