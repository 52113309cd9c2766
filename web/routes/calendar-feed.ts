import { Router } from 'express'
import { calendarOf } from '../../gateway/chatter/activities/feed.ts'
import { ownerOfFeed } from '../../gateway/chatter/activities/habits.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { writeCalendar } from '../../gateway/mail/calendar-file.ts'
import { baseUrlOf } from '../../gateway/store/site.ts'
import { wordIn } from '../forms.ts'
import type { Office } from '../office.ts'

/**
 * The calendar of a user, for programs that cannot sign in: the secret in its address is all that they show. It changes nothing, and
 * nobody is told why an address does not work.
 */
export function calendarFeedRoutes({ site }: Office): Router {
  const routes = Router()
  routes.get('/calendar/:file', async (request, response) => {
    const secret = /^([a-z2-7]{32})\.ics$/.exec(wordIn(request, 'file'))?.[1]
    if (!secret) throw new Refused('not-found')
    const { name, events } = await site.store.read(async (reader) => {
      const person = await ownerOfFeed(reader, secret)
      const feed = { person: person.id, domain: site.domain, baseUrl: baseUrlOf(site) }
      return { name: person.name, events: await calendarOf(reader, feed) }
    })
    response.set('Cache-Control', 'private, max-age=300')
    response.set('X-Robots-Tag', 'noindex')
    response.type('text/calendar; charset=utf-8')
    response.send(writeCalendar(`Activities of ${name}`, events))
  })
  return routes
}
