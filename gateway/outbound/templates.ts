import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Liquid } from 'liquidjs'
import { messageOf } from '../lib/errors.ts'
import { escapeHtml } from '../lib/html.ts'
import type { Site } from '../store/site.ts'
import { softly } from './mime.ts'
import { SLOT } from './slots.ts'

/**
 * A template ready to be filled: its HTML compiled from MJML, whose values are escaped, and its written text part. What comes out
 * is in quoted-printable already: the fixed text is encoded once, when the template is loaded, and only the values each time.
 */
type MailTemplate = { html(values: object): string; text(values: object): string }

type TemplateName = 'message' | 'letter' | 'digest'

export type Templates = { get(name: TemplateName): Promise<MailTemplate> }

const COMPILE_TIME = 30_000

const FOLDER = join(import.meta.dirname, '../../templates')

/** Raised when the way of compiling changes, so that nothing old is taken from the cache. */
const COMPILER_VERSION = 'mjml 5.4.1, without indents'

/** What a mail looks like when its template cannot be compiled: plain, but it leaves. */
const PLAIN_HTML = `<html lang="{{ language }}" dir="{{ direction }}"><body><p><strong>{{ recordName }}{{ title }}</strong></p>
<p>{{ authorName }} {{ when }}</p>{% for change in changes %}<p>{{ change.label }}: {{ change.from }} → {{ change.to }}</p>{% endfor %}
{{ body | raw }}{% for one in sentences %}<p>{{ one }}</p>{% endfor %}{% for one in lines %}<p>{{ one }}</p>{% endfor %}
{% for one in buttons %}<p><a href="{{ one.link }}">{{ one.label }}</a></p>{% endfor %}
{% for group in groups %}<h2>{{ group.title }}</h2>{% for record in group.records %}<h3><a href="{{ record.link }}{{ record.answer }}">{{ record.title }}</a></h3>
{% for entry in record.entries %}<p>{{ entry.note }} {{ entry.author }} {{ entry.when }}: {{ entry.text }}</p>{% endfor %}{{ record.more }}{% endfor %}{% endfor %}{{ rest }}
<p>{{ reasonSentence }} <a href="{{ leaveUrl }}">{{ leaveLabel }}</a> {{ offerLine }} {{ reference }}</p></body></html>`

/**
 * Templates are compiled once per version: the compiled HTML is kept in the data folder under the hash of its source, so that later
 * starts do not load mjml at all. A template that cannot be compiled never stops mail.
 */
export function openTemplates(site: Site): Templates {
  const engine = new Liquid({
    ownPropertyOnly: true,
    dynamicPartials: false,
    // an empty text is nothing: in Liquid it is something, and people outside would get a button that leads nowhere
    jsTruthy: true,
    parseLimit: 200_000,
    renderLimit: 500,
    memoryLimit: 1e7,
  })
  engine.registerFilter('words', (value: unknown) => onTheWire(value, escapeHtml))
  engine.registerFilter('markup', (value: unknown) => onTheWire(value, String))
  const ready = new Map<TemplateName, Promise<MailTemplate>>()

  const load = async (name: TemplateName): Promise<MailTemplate> => {
    const text = await readFile(join(FOLDER, `${name}.txt`), 'utf8')
    const html = await compiledHtml(site, name).catch((failure) => {
      site.log.error('template not compiled', { template: name, why: messageOf(failure) })
      return PLAIN_HTML
    })
    const [htmlTemplate, textTemplate] = [
      engine.parse(encoded(html, 'words')),
      engine.parse(encoded(text, 'markup')),
    ]
    return {
      html: (values) => engine.renderSync(htmlTemplate, values) as string,
      text: (values) => engine.renderSync(textTemplate, values) as string,
    }
  }
  return {
    get(name) {
      const loaded = ready.get(name) ?? load(name)
      ready.set(name, loaded)
      return loaded
    },
  }
}

async function compiledHtml(site: Site, name: TemplateName): Promise<string> {
  const layout = await readFile(join(FOLDER, 'layout.mjml'), 'utf8')
  const source = layout.replace(
    '{{ content }}',
    await readFile(join(FOLDER, `${name}.mjml`), 'utf8'),
  )
  const folder = join(site.config.DATA_DIR, 'cache', 'templates')
  const path = join(
    folder,
    `${createHash('sha256').update(COMPILER_VERSION).update(source).digest('hex')}.html`,
  )
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept !== null) return kept

  const html = await compile(source)
  await mkdir(folder, { recursive: true })
  await writeFile(path, html)
  return html
}

/** @throws with the compiler's words when the template is not right, or takes too long */
async function compile(source: string): Promise<string> {
  const program = fileURLToPath(new URL('./compile-mjml.ts', import.meta.url))
  const running = promisify(execFile)(process.execPath, [program], {
    timeout: COMPILE_TIME,
    maxBuffer: 10_000_000,
  })
  running.child.stdin?.end(source)
  return withoutIndents((await running).stdout)
}

/** MJML indents its tables deeply: a quarter of the mail is blanks that no reader sees. */
function withoutIndents(html: string): string {
  return html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n')
}

const TAG = /(\{\{[^}]*\}\}|\{%[^%]*%\})/

/** Every piece ends its line softly, so that pieces can follow one another in any order (RFC 2045 section 6.7 rule 5). */
function encoded(source: string, filter: 'words' | 'markup'): string {
  const pieces = source
    .split(TAG)
    .map((piece, index) => (index % 2 === 1 ? filtered(piece, filter) : softly(piece)))
  return pieces.join('')
}

function filtered(tag: string, filter: 'words' | 'markup'): string {
  if (tag.startsWith('{%')) return tag
  return /\|\s*raw\s*\}\}$/.test(tag)
    ? tag.replace(/\|\s*raw\s*\}\}$/, '| markup }}')
    : tag.replace('}}', `| ${filter} }}`)
}

function onTheWire(value: unknown, form: (text: string) => string): string {
  const text = value === null || value === undefined ? '' : String(value)
  return SLOT.test(text) ? text : softly(form(text))
}
