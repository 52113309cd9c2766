import type { Intake } from '../gateway/processes/intake.ts'
import type { Site } from '../gateway/store/site.ts'

/** What every route of the web interface is handed. */
export type Office = { site: Site; intake: Intake }
