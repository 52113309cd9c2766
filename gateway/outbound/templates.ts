import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Liquid } from 'liquidjs'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'

/** A template ready to be filled: its HTML compiled from MJML, whose values are escaped, and its written text part. */
export type MailTemplate = { html(values: object): string; text(values: object): string }

export type TemplateName = 'message' | 'sign-in'

export type Templates = { get(name: TemplateName): Promise<MailTemplate> }

const FOLDER = join(import.meta.dirname, '../../templates')

/** Raised when the way of compiling changes, so that nothing old is taken from the cache. */
const COMPILER_VERSION = 'mjml 5.4.1'

/** What a mail looks like when its template cannot be compiled: plain, but it leaves. */
const PLAIN_HTML = `<html lang="{{ language }}" dir="{{ direction }}"><body><p><strong>{{ recordName }}{{ title }}</strong></p>
<p>{{ authorName }} {{ when }}</p>{% for change in changes %}<p>{{ change.label }}: {{ change.from }} → {{ change.to }}</p>{% endfor %}
{{ body | raw }}<p>{{ sentence }} {{ link }}</p><p>{{ reasonSentence }} <a href="{{ leaveUrl }}">{{ leaveLabel }}</a> {{ reference }}</p></body></html>`

/**
 * Templates are compiled once per version: the compiled HTML is kept in the data folder under the hash of its source, so that later
 * starts do not load mjml at all. A template that cannot be compiled never stops mail.
 */
export function openTemplates(site: Site): Templates {
  const limits = {
    ownPropertyOnly: true,
    dynamicPartials: false,
    parseLimit: 200_000,
    renderLimit: 500,
    memoryLimit: 1e7,
  }
  const htmlEngine = new Liquid({ ...limits, outputEscape: 'escape' })
  const textEngine = new Liquid(limits)
  const ready = new Map<TemplateName, Promise<MailTemplate>>()

  const load = async (name: TemplateName): Promise<MailTemplate> => {
    const text = await readFile(join(FOLDER, `${name}.txt`), 'utf8')
    const html = await compiledHtml(site, name).catch((failure) => {
      site.log.error('template not compiled', { template: name, why: messageOf(failure) })
      return PLAIN_HTML
    })
    const [htmlTemplate, textTemplate] = [htmlEngine.parse(html), textEngine.parse(text)]
    return {
      html: (values) => htmlEngine.renderSync(htmlTemplate, values) as string,
      text: (values) => textEngine.renderSync(textTemplate, values) as string,
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

function compile(source: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./compile-mjml.ts', import.meta.url), {
      workerData: { source },
    })
    worker.once('message', ({ html, errors }: { html: string; errors: string[] }) => {
      if (errors.length > 0) reject(new Error(errors.join('; ')))
      else resolve(html)
    })
    worker.once('error', reject)
  })
}
