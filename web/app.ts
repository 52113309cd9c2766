import express, { type Express } from 'express'
import { formsHoldToken, mustComeFromHere } from './csrf.ts'
import { showFailure, showNotFound } from './failures.ts'
import { pageHeaders } from './headers.ts'
import type { Office } from './office.ts'
import { publicFiles } from './public-files.ts'
import { accountRoutes } from './routes/account.ts'
import { activityRoutes } from './routes/activities.ts'
import { activityPlanRoutes } from './routes/activity-plans.ts'
import { activityTypeRoutes } from './routes/activity-types.ts'
import { aliasRoutes } from './routes/aliases.ts'
import { blockRoutes } from './routes/blocks.ts'
import { calendarFeedRoutes } from './routes/calendar-feed.ts'
import { cannedRoutes } from './routes/canned.ts'
import { digestRoutes, ownChoiceRoutes } from './routes/choices.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { devInboxRoutes } from './routes/dev-inbox.ts'
import { entryRoutes } from './routes/entries.ts'
import { fileRoutes } from './routes/files.ts'
import { filingRoutes } from './routes/filing.ts'
import { followerRoutes } from './routes/followers.ts'
import { healthRoutes } from './routes/health.ts'
import { heldRoutes } from './routes/held.ts'
import { importRoutes } from './routes/imports.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { leaveRoutes } from './routes/leave.ts'
import { loadTemplateRoutes } from './routes/load-template.ts'
import { mailDomainRoutes } from './routes/mail-domains.ts'
import { mailRoutes } from './routes/mails.ts'
import { messageRoutes } from './routes/messages.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { myActivityRoutes } from './routes/my-activities.ts'
import { nameRoutes } from './routes/names.ts'
import { newActivityRoutes } from './routes/new-activity.ts'
import { peopleRoutes } from './routes/people.ts'
import { questionRoutes } from './routes/questions.ts'
import { ratingReportRoutes, ratingRoutes } from './routes/ratings.ts'
import { recordTypeRoutes } from './routes/record-types.ts'
import { recordRoutes } from './routes/records.ts'
import { ruleRoutes } from './routes/rules.ts'
import { scheduledRoutes } from './routes/scheduled.ts'
import { searchRoutes } from './routes/search.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import { subtypeRoutes } from './routes/subtypes.ts'
import { templateRoutes } from './routes/templates.ts'
import { toldRoutes } from './routes/told.ts'
import { undoRoutes } from './routes/undo-setting.ts'
import { openSessions } from './session.ts'
import { readForms, readUploads } from './uploads.ts'
import { mustBeSignedIn, needs, readVisit } from './visit.ts'

/** The rooms of the office in the order of the doors: what is open to all, then the sign-in, then what needs it. */
export function openApp(office: Office): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', office.site.config.TRUSTED_PROXIES)
  // the simple parser: no nesting, so no object that a query could build
  app.set('query parser', 'simple')
  app.use(healthRoutes(office))
  app.use(pageHeaders(office.site))
  app.use(metricsRoutes(office))
  app.use('/public', publicFiles())
  app.use(calendarFeedRoutes(office))
  app.use(readForms())
  app.use(leaveRoutes(office), digestRoutes(office))
  app.use(mustComeFromHere(office.site))
  app.use(questionRoutes(office), ratingRoutes(office))
  app.use(openSessions(office.site), readVisit(office.site))
  app.use(devInboxRoutes(office), signInRoutes(office))
  app.use(mustBeSignedIn, readUploads(office.site), formsHoldToken)
  openRooms(app, office)
  app.use(showNotFound)
  app.use(showFailure(office.site))
  return app
}

function openRooms(app: Express, office: Office): void {
  app.use('/admin', needs('administer'))
  app.use(['/mails', '/held', '/blocks', '/deliveries'], needs('operate'))
  app.use(needs('read'))
  app.use(recordRoutes(office), entryRoutes(office), followerRoutes(office), fileRoutes(office))
  app.use(myActivityRoutes(office), newActivityRoutes(office), activityRoutes(office))
  app.use(activityPlanRoutes(office))
  app.use(accountRoutes(office), filingRoutes(office), searchRoutes(office))
  app.use(inboxRoutes(office), messageRoutes(office), scheduledRoutes(office))
  app.use(cannedRoutes(office), nameRoutes(office), undoRoutes(office))
  app.use(toldRoutes(office))
  app.use(accountRoutes(office), ownChoiceRoutes(office))
  app.use(filingRoutes(office), searchRoutes(office))
  app.use(mailRoutes(office), heldRoutes(office), blockRoutes(office), deliveryRoutes(office))
  app.use(aliasRoutes(office), recordTypeRoutes(office), subtypeRoutes(office))
  app.use(importRoutes(office))
  app.use(mailDomainRoutes(office))
  app.use(subscriptionRoutes(office), activityTypeRoutes(office), peopleRoutes(office))
  app.use(loadTemplateRoutes(office), ratingReportRoutes(office))
  app.use(templateRoutes(office), ruleRoutes(office))
}
