import {
  addTemplate,
  type Content,
  publishVersion,
  saveDraft,
} from '../../gateway/chatter/mail-templates/templates.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import type { MailTemplateRow } from '../../gateway/store/tables/templates.ts'
import { ada } from '../cast.ts'
import type { House } from '../house.ts'

/** Ada writes a template and publishes it. */
export async function publish(
  { site, clock }: Pick<House, 'site' | 'clock'>,
  type: string,
  content: Content,
  { code = 'hello', language = 'en' } = {},
): Promise<MailTemplateRow> {
  const at = clock.now()
  return site.store.write(async (tx) => {
    const { id } = await recordTypeByCode(tx, type)
    const by = (await personByAddress(tx, ada.email)).id
    const template = await addTemplate(tx, { type: id, code, language, name: code, at })
    await saveDraft(tx, template, { ...content, by, at })
    await publishVersion(tx, template, { at })
    return template
  })
}
