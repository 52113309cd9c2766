import type { Fault } from '../chatter/mail-templates/language.ts'
import { columnOf } from '../chatter/mail-templates/layout-check.ts'
import { type Content, Faulty, faultsIn } from '../chatter/mail-templates/templates.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { MailTemplateRow } from '../store/tables/templates.ts'
import { compiled, MjmlRefused } from './compiled.ts'
import { inFrame, openOwnTemplates } from './own-templates.ts'
import { readWire } from './read-wire.ts'

/**
 * Looks at a version before it is saved, no transaction open: what chatter finds in its tags, then what the MJML compiler says. What is
 * sound is compiled by this, so its first mail need not wait.
 */
export async function faultsOfTemplate(
  site: Site,
  template: MailTemplateRow,
  content: Content,
): Promise<Fault[]> {
  const found = await site.store.read((reader) => faultsIn(reader, template, content))
  return found.length > 0 ? found : compilerFaults(site, content)
}

/** @throws Faulty */
export async function mustBeSound(
  site: Site,
  template: MailTemplateRow,
  content: Content,
): Promise<void> {
  const faults = await faultsOfTemplate(site, template, content)
  if (faults.length > 0) throw new Faulty(faults)
}

async function compilerFaults(site: Site, { layout }: Content): Promise<Fault[]> {
  const { source, before } = await inFrame(layout)
  try {
    await compiled(site, source)
    return []
  } catch (failure) {
    if (!(failure instanceof MjmlRefused))
      return [{ part: 'layout', line: 1, column: 1, says: messageOf(failure) }]
    return failure.faults.map(({ line, element, message }) => ({
      part: 'layout',
      line: line - before,
      column: columnOf(layout, line - before, element),
      says: `${message}.`,
    }))
  }
}

/** A version as its reader would get it: for the editor. */
export async function previewOf(
  site: Site,
  content: Content,
  values: object,
): Promise<{ html: string; text: string; bytes: number }> {
  const template = await openOwnTemplates(site)(content)
  const [html, text] = [template.html(values), template.text(values)]
  return { html: readWire(html), text: readWire(text), bytes: html.length + text.length }
}
