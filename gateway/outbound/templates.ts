import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import { compiled, inLayout, TEMPLATES } from './compiled.ts'
import { fillable, type MailTemplate, teachWire } from './fillable.ts'
import { type OwnTemplates, openOwnTemplates } from './own-templates.ts'

type TemplateName = 'message' | 'letter' | 'digest'

export type Templates = { get(name: TemplateName): Promise<MailTemplate>; own: OwnTemplates }

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
  const engine = teachWire(
    new Liquid({
      ownPropertyOnly: true,
      // an empty value counts as none: an outsider's mail has no button that opens nothing
      jsTruthy: true,
      dynamicPartials: false,
      parseLimit: 200_000,
      renderLimit: 500,
      memoryLimit: 1e7,
    }),
  )
  const ready = new Map<TemplateName, Promise<MailTemplate>>()

  const load = async (name: TemplateName): Promise<MailTemplate> => {
    const text = await readFile(join(TEMPLATES, `${name}.txt`), 'utf8')
    const html = await compiledHtml(site, name).catch((failure) => {
      site.log.error('template not compiled', { template: name, why: messageOf(failure) })
      return PLAIN_HTML
    })
    return fillable(engine, { html, text })
  }
  return {
    own: openOwnTemplates(site),
    get(name) {
      const loaded = ready.get(name) ?? load(name)
      ready.set(name, loaded)
      return loaded
    },
  }
}

async function compiledHtml(site: Site, name: TemplateName): Promise<string> {
  return compiled(site, await inLayout(await readFile(join(TEMPLATES, `${name}.mjml`), 'utf8')))
}
