import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One report of a mail server or provider that writes its own: who, whether the address is dead or not, subject, words. */
export type Format = [server: string, kind: string, subject: string, words: string]

/** What a server copies of our mail: from support@example.test to nora@customer.test, who did not get it. */
const copy =
  'From: support@example.test\nTo: nora@customer.test\nSubject: The table\nMessage-ID: <7@example.test>\n\nHello Nora'

const text = readFileSync(join(import.meta.dirname, 'bounce-formats.txt'), 'utf8')

/** Written by us in the form that each server is known by. */
export const formats: Format[] = text
  .split(/^=== /m)
  .slice(1)
  .map((block) => {
    const [title = '', ...words] = block.split('\n')
    const [server = '', kind = '', ...subject] = title.split(' | ')
    return [server, kind, subject.join(' | '), words.join('\n').replaceAll('{copy}', copy)]
  })
