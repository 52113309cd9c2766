import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLanguage } from '../chatter/mail-templates/language.ts'
import type { Content } from '../chatter/mail-templates/templates.ts'
import type { Site } from '../store/site.ts'
import { compiled, inLayout, TEMPLATES } from './compiled.ts'
import { fillable, type MailTemplate, teachWire } from './fillable.ts'

/**
 * Templates that admins write: their sections stand in our layout, above our footer, so that each mail says why it came and how to
 * end it. Compiled once per version, and filled in the language of chatter/mail-templates, which can neither compute nor run long.
 */
export type OwnTemplates = (content: Content) => Promise<MailTemplate>

const KEPT = 200
/** Of compiled HTML: a layout at its limit becomes some times as long. */
const LONGEST_COMPILED = 5_000_000

export function openOwnTemplates(site: Site): OwnTemplates {
  const engine = teachWire(openLanguage(LONGEST_COMPILED))
  const ready = new Map<string, Promise<MailTemplate>>()
  return (content) => {
    const key = createHash('sha256')
      .update(JSON.stringify([content.layout, content.words]))
      .digest('hex')
    const loaded = ready.get(key) ?? load(site, content, engine)
    ready.set(key, loaded)
    // what failed once may be the machine's trouble
    loaded.catch(() => ready.delete(key))
    if (ready.size > KEPT) ready.delete(ready.keys().next().value!)
    return loaded
  }
}

async function load(
  site: Site,
  content: Content,
  engine: ReturnType<typeof openLanguage>,
): Promise<MailTemplate> {
  const { source } = await inFrame(content.layout)
  const frame = await readFile(join(TEMPLATES, 'own.txt'), 'utf8')
  const text = frame.replace('{{ content }}', () => content.words.trim())
  return fillable(engine, { html: await compiled(site, source), text })
}

/** An admin's sections as a whole MJML source, and how many lines stand before them. */
export async function inFrame(layout: string): Promise<{ source: string; before: number }> {
  const frame = await readFile(join(TEMPLATES, 'own.mjml'), 'utf8')
  const attributes = await readFile(join(TEMPLATES, 'own-attributes.mjml'), 'utf8')
  const sections = frame.replace('{{ sections }}', () => `${MARK}${layout}`)
  const source = await inLayout(sections, attributes)
  const before = source.slice(0, source.indexOf(MARK)).split('\n').length - 1
  return { source: source.replace(MARK, ''), before }
}

const MARK = '\uE004'
