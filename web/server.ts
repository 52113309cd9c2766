import { createServer } from 'node:http'
import express from 'express'
import type { Intake } from '../gateway/processes/intake.ts'
import type { Running } from '../gateway/processes/running.ts'
import type { Site } from '../gateway/store/site.ts'

/** web: the office upstairs. */
export async function startWeb(site: Site, _intake: Intake): Promise<Running> {
  const app = express()
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(site.config.PORT, site.config.WEB_HOST, resolve))
  return { name: 'web', address: null, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}
