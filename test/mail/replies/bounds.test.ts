import { expect, test } from 'vitest'
import { readHtml, readText } from '../mails.ts'

/** Each of these would take minutes with a step that is not linear; the runner's own limit ends it then. */
const size = 700_000

const texts: [name: string, text: string][] = [
  ['one quoted line', `Fine.\n\n> ${'a '.repeat(size / 2)}`],
  ['quote marks alone', `Fine.\n\n${'> '.repeat(size / 2)}`],
  ['attributions', 'On 5 Jan 2026, Nora <n@example.test> wrote:\n'.repeat(size / 45)],
  ['beginnings of attributions', 'On Monday, 5 January 2026 at\n'.repeat(size / 29)],
  ['header fields', 'From: x\nTo: y\n'.repeat(size / 14)],
  ['titles', '--- a ---\n\n'.repeat(size / 11)],
  ['lines that date a message', 'Message du 5\n\n\n'.repeat(size / 15)],
  ['signature delimiters', 'a\n--\n\n\n'.repeat(size / 7)],
  ['names behind dashes', '- kim\n\n'.repeat(size / 7)],
  ['notices', `a\n\nThis message is ${'confidential '.repeat(500)}\n\n`.repeat(100)],
  ['attributions on shared lines', `${'a. On 5 Jan 2026 '.repeat(30)}:\n> c\n`.repeat(1300)],
  ['orders', '/note x\n\n'.repeat(size / 9)],
]

test.each(texts)('%s without end are read, and no line is lost', async (_name, text) => {
  const mail = await readText(text, { Subject: 'Fwd: x' })
  expect(mail.unparsed).toBeNull()
  expect(mail.parts.map((part) => part.text).join('\n')).toBe(mail.text)
})

const htmls: [name: string, html: string][] = [
  ['nested quotes', '<blockquote type="cite">a'.repeat(5000)],
  ['answers between quotes', '<blockquote type="cite">a</blockquote>b'.repeat(15_000)],
  [
    'answers deep inside',
    `${'<div style="color:red">'.repeat(90)}${'<blockquote>a</blockquote>b'.repeat(9000)}`,
  ],
  ['containers', '<div class="yahoo_quoted">a</div>b'.repeat(15_000)],
  ['pictures in quotes', `${'<blockquote>'.repeat(90)}${'<img src="cid:a">'.repeat(30_000)}`],
  ['preformatted lines', `<pre>${'a\n&gt; b\n'.repeat(80_000)}</pre>`],
]

test.each(htmls)(
  '%s without end are cut or shown whole, and nothing is lost',
  async (_name, html) => {
    const mail = await readHtml(html)
    const words = (text: string) => text.replace(/<[^>]*>|\s/g, '')
    expect(mail.unparsed).toBeNull()
    expect(words(mail.htmlParts.map((part) => part.html).join(''))).toBe(words(mail.html ?? ''))
    expect(mail.htmlParts.reduce((sum, part) => sum + part.html.length, 0)).toBeLessThan(
      (mail.html ?? '').length * 3 + 20_000,
    )
  },
)
