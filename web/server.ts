import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Intake } from '../gateway/processes/intake.ts'
import type { Running } from '../gateway/processes/running.ts'
import type { Site } from '../gateway/store/site.ts'
import { openApp } from './app.ts'

/** Bounds against clients that send slowly on purpose, in milliseconds. */
const HEADERS_WITHIN = 15_000
const REQUEST_WITHIN = 180_000
const KEEP_ALIVE = 10_000
/** How long an answer under way may take when we stop. */
const GRACE = 3000

/** web: the office upstairs. */
export async function startWeb(site: Site, intake: Intake): Promise<Running> {
  const server = createServer({ connectionsCheckingInterval: 5000 }, openApp({ site, intake }))
  server.headersTimeout = HEADERS_WITHIN
  server.requestTimeout = REQUEST_WITHIN
  server.keepAliveTimeout = KEEP_ALIVE
  await listen(server, site)
  const { port } = server.address() as AddressInfo
  return { name: 'web', address: `${site.config.WEB_HOST}:${port}`, stop: () => close(server) }
}

function listen(server: Server, { config }: Site): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.PORT, config.WEB_HOST, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close(() => {
      clearTimeout(impatience)
      resolve()
    })
    server.closeIdleConnections()
  })
}
