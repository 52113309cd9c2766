import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'

/** MJML made HTML, once per source: what is made is kept in the data folder, so that later starts do not load mjml at all. */

/** What the compiler has against a source: its line counts from 1. */
export type MjmlFault = { line: number; message: string; element: string }

export class MjmlRefused extends Error {
  readonly faults: MjmlFault[]

  constructor(faults: MjmlFault[]) {
    super(
      faults
        .map(({ line, element, message }) => `line ${line} (${element}): ${message}`)
        .join('; '),
    )
    this.faults = faults
  }
}

const COMPILE_TIME = 30_000

export const TEMPLATES = join(import.meta.dirname, '../../templates')

/** Raised when the way of compiling changes, so that nothing old is taken from the cache. */
const COMPILER_VERSION = 'mjml 5.4.1, without indents'

/** Sections in the layout that all our mails have. @param attributes defaults of elements, beside the layout's */
export async function inLayout(sections: string, attributes = ''): Promise<string> {
  const layout = await readFile(join(TEMPLATES, 'layout.mjml'), 'utf8')
  return layout
    .replace('</mj-attributes>', () => `${attributes}</mj-attributes>`)
    .replace('{{ content }}', () => sections)
}

/** The HTML of a whole MJML source. @throws MjmlRefused; or where it takes too long */
export async function compiled(site: Site, source: string): Promise<string> {
  const folder = join(site.config.DATA_DIR, 'cache', 'templates')
  const hash = createHash('sha256').update(COMPILER_VERSION).update(source).digest('hex')
  const path = join(folder, `${hash}.html`)
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept !== null) return kept

  const html = await compile(source)
  await mkdir(folder, { recursive: true })
  await writeFile(path, html)
  return html
}

async function compile(source: string): Promise<string> {
  const program = fileURLToPath(new URL('./compile-mjml.ts', import.meta.url))
  const running = promisify(execFile)(process.execPath, [program], {
    timeout: COMPILE_TIME,
    maxBuffer: 10_000_000,
  })
  running.child.stdin?.end(source)
  const { stdout } = await running.catch((failure: Error & { stderr?: string }) => {
    throw refusalIn(failure.stderr ?? '') ?? new Error(messageOf(failure))
  })
  return withoutIndents(stdout)
}

function refusalIn(stderr: string): MjmlRefused | null {
  const lines = stderr.split('\n').filter((line) => line.startsWith('{"line":'))
  return lines.length === 0
    ? null
    : new MjmlRefused(lines.map((line) => JSON.parse(line) as MjmlFault))
}

/** MJML indents its tables deeply: a quarter of the mail is blanks that no reader sees. */
function withoutIndents(html: string): string {
  return html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n')
}
