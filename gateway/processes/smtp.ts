import { openSmtpDoor } from '../inbound/door/smtp-server.ts'
import type { Site } from '../store/site.ts'
import type { Intake } from './intake.ts'
import type { Running } from './running.ts'

/** smtp: takes mail in, and files it. */
export async function startSmtp(site: Site, intake: Intake): Promise<Running> {
  const { directory, mailbag, sorter } = intake
  const door = await openSmtpDoor(site, { directory, mailbag, arrived: sorter.arrived })
  return { name: 'smtp', address: `${site.config.SMTP_HOST}:${door.port}`, stop: door.close }
}
