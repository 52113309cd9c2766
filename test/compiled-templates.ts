import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../gateway/lib/config.ts'
import { silentLog } from '../gateway/lib/log.ts'
import { openTemplates } from '../gateway/outbound/templates.ts'
import { openSite } from '../gateway/store/site.ts'

let folder = ''

/** Compiles the mail templates once for all tests: each opens an installation of its own and would compile them again. */
export async function setup(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'postern-templates-'))
  const site = openSite(readConfig({ DATA_DIR: folder }), { log: silentLog })
  const templates = openTemplates(site)
  await Promise.all([templates.get('message'), templates.get('letter'), templates.get('digest')])
  await site.close()
  process.env['TEST_TEMPLATE_CACHE'] = join(folder, 'cache')
}

export async function teardown(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
}
