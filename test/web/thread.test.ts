import { afterAll, beforeAll, expect, test } from 'vitest'
import { listKeptMails } from '../../gateway/chatter/notifications/kept-mails.ts'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
  await office.deliver()
})
afterAll(() => office.close())

async function mailedSince(before: number): Promise<string[]> {
  await office.deliver()
  const kept = await office.site.store.read((reader) => listKeptMails(reader, ''))
  return kept
    .filter((mail) => mail.delivery_id > before)
    .map((mail) => mail.address)
    .sort()
}

async function newest(): Promise<number> {
  await office.deliver()
  const [last] = await office.site.store.read((reader) => listKeptMails(reader, ''))
  return last?.delivery_id ?? 0
}

test('a message reaches every follower but its author; the button says so first', async () => {
  const before = await newest()
  expect(words(await kim.get('/records/T-1'))).toContain('Send to 1 customer, 1 external')
  const sent = await kim.post('/records/T-1/entries', {
    kind: 'message',
    text: 'The fuser has come. See https://vendor.test/f220.',
  })
  expect(sent.location).toMatch(/^\/records\/T-1#m\d+$/)
  expect(await mailedSince(before)).toEqual(['nora@customer.test', 'vic@vendor.test'])
  const page = await kim.get('/records/T-1')
  expect(page.text).toContain(
    '<a href="https://vendor.test/f220" rel="noopener noreferrer nofollow" target="_blank">',
  )
  expect(words(page)).toContain('Mailed to 2')
})

test('a note reaches colleagues only, and looks like one', async () => {
  await ada.post('/records/T-1/follow')
  const before = await newest()
  const page = words(await kim.get('/records/T-1'))
  expect(page).toContain(
    'Internal. Mailed to Ada Byrne; to nobody outside, unless you name them and confirm it.',
  )
  await kim.post('/records/T-1/entries', { kind: 'note', text: 'Do not tell Nora.' })
  expect(await mailedSince(before)).toEqual(['ada@example.test'])
  expect(words(await kim.get('/records/T-1'))).toMatch(/Internal note Do not tell Nora\./)
  await ada.post('/records/T-1/unfollow')
})

test('nothing to say is refused; a file alone is enough, and comes back byte for byte', async () => {
  expect((await kim.post('/records/T-1/entries', { kind: 'message', text: '  ' })).status).toBe(400)
  expect((await kim.post('/records/T-1/entries', { kind: 'shout', text: 'x' })).status).toBe(400)
  const content = '<script>alert(1)</script>\0\xff'
  const file = new File([Buffer.from(content, 'latin1')], 'Zür"ich.html', { type: 'text/html' })
  await kim.post('/records/T-1/entries', { kind: 'note', text: '' }, [file])
  const path = /\/files\/\d+/.exec((await kim.get('/records/T-1')).text)![0]
  const { headers, status, text } = await kim.get(path)
  expect([status, text.slice(0, 25)]).toEqual([200, content.slice(0, 25)])
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="Z_r_ich.html"; filename*=UTF-8''Z%C3%BCr%22ich.html`,
  )
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('a draft in the browser belongs to its writer, not to who signs in next', async () => {
  const draftOf = async (visitor: Visitor) =>
    /data-draft="([^"]+\/note)"/.exec((await visitor.get('/records/T-1')).text)![1]
  expect(await draftOf(kim)).not.toBe(await draftOf(ada))
})

test('a download that is broken off leaves no file open', async () => {
  await kim.post('/records/T-1/entries', { kind: 'note', text: 'Big' }, [
    new File([new Uint8Array(24_000_000)], 'big.bin'),
  ])
  const page = (await kim.get('/records/T-1')).text
  const path = /href="(\/files\/\d+)">(?:(?!<\/a>)[\s\S])*big\.bin/.exec(page)![1]!
  const { readContent } = office.site.files
  const opened: Promise<unknown>[] = []
  office.site.files.readContent = (sha256) => {
    const content = readContent(sha256)
    opened.push(new Promise((resolve) => content.once('close', resolve)))
    return content
  }
  await kim.breakOff(path)
  office.site.files.readContent = readContent
  expect(opened).toHaveLength(1)
  await opened[0]
}, 5000)

test('more files than the limit are refused', async () => {
  const files = Array.from({ length: 11 }, (_, index) => new File(['x'], `${index}.txt`))
  expect((await kim.post('/records/T-1/entries', { kind: 'note', text: 'x' }, files)).status).toBe(
    400,
  )
})

test('the HTML of a mail is shown in a frame of its own, cleaned, its pictures within and remote ones blocked', async () => {
  await receive(office, HTML_MAIL)
  const page = await kim.get('/records/T-2')
  const path = /src="(\/messages\/\d+\/html)"/.exec(page.text)![1]!
  expect(page.text).toMatch(
    /<iframe class="mail-frame" sandbox="allow-popups allow-popups-to-escape-sandbox"/,
  )
  const framed = await kim.get(path)
  expect(framed.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*frame-ancestors 'self'.*sandbox/,
  )
  expect(framed.text).toContain('src="data:image/png;base64,iVBORw0KGgo')
  expect(framed.text).not.toMatch(/<script|<img[^>]* src="http|onclick/)
  expect(words(page)).toContain('Quoted text')
  expect(words(page)).toContain('it came to an alias')
  const [open, folded] = framed.text.split('<details><summary>Quoted text</summary>')
  expect(open).toContain('<b>this</b>')
  expect(open).not.toContain('What does it look like')
  expect(folded).toMatch(/<i>What does it look like\?<\/i>.*<\/details>/s)
})

test('pictures of a mail over the bound are shown by their name, with a link', async () => {
  const mail = HTML_MAIL.replace(PIXEL, Buffer.alloc(3_000_000, 1).toString('base64'))
    .replace('filename=p.png', 'filename="<b>p.png"')
    .replace(/<img[^>]*cid[^>]*>/, '<img src="cid:pic@n" alt="x">'.repeat(90))
  await receive(office, mail)
  const page = await kim.get('/records/T-3')
  const framed = await kim.get(/src="(\/messages\/\d+\/html)"/.exec(page.text)![1]!)
  expect(framed.text.length).toBeLessThan(9_000_000)
  expect(framed.text.match(/src="data:image/g)).toHaveLength(2)
  const links = framed.text.match(/<a href="\/files\/\d+">[^<]+<\/a>/g)!
  expect(links).toHaveLength(1)
  expect(links[0]).toContain('&lt;b&gt;p.png')
  const picture = await kim.get(/"(.*)"/.exec(links[0])![1]!)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(framed.text).not.toContain('cid:')
})

test('a newcomer is seen by users only until somebody lets them in', async () => {
  const mail =
    'From: Zoe <zoe@elsewhere.test>\nTo: ticket+1@example.test\nSubject: Me too\n\nMine smokes as well.\n'
  await receive(office, mail, { from: 'zoe@elsewhere.test', to: 'ticket+1@example.test' })
  const page = await kim.get('/records/T-1')
  expect(words(page)).toContain('Seen by users only. Zoe is new to this thread.')
  const path = /\/messages\/\d+\/let-in/.exec(page.text)![0]
  expect((await kim.post(path)).status).toBe(303)
  const after = words(await kim.get('/records/T-1'))
  expect(after).not.toContain('Seen by users only')
  expect(after).toMatch(/Zoe external zoe@elsewhere.test Because somebody added them/)
})

test('of a huge text the page shows the beginning, and the whole of it is a click away', async () => {
  const { location } = await kim.post('/records', { type: 'task', name: 'Wordy' })
  const huge = '<a&b> "cc" é😀 http://x.test/y\n'.repeat(65_000)
  await receive(office, plainMail(`First words.\n${huge}`), { to: 'task+1@example.test' })
  await receive(office, plainMail('Short and whole.'), { to: 'task+1@example.test' })
  const page = await kim.get(location!)
  expect(words(page)).toMatch(/First words\..*Show the whole message.*Short and whole\./)
  expect(words(page).match(/Show the whole message/g)).toHaveLength(1)
  expect(page.text.length).toBeLessThan(150_000)

  const whole = await kim.get(/href="(\/messages\/\d+\/text)"/.exec(page.text)![1]!)
  expect(whole.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(whole.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  expect(whole.text.trim()).toBe(`First words.\n${huge}`.trim())
  const { id } = (await office.site.store.read((reader) =>
    reader.one<{ id: number }>(`select id from messages where body = ''`),
  ))!
  expect((await kim.get(`/messages/${id}/text`)).text).toBe('')
})

test('what is new is shown, however long the quote above it', async () => {
  const quote = 'On Monday, Kim Larsen <kim@example.test> wrote:\n'.concat(
    '> As said.\n'.repeat(5000),
  )
  const mail = plainMail(`${quote}\nSo be it.\n`)
  await receive(office, mail, { to: 'task+1@example.test' })
  const page = await kim.get('/records/K-1')
  expect(words(page)).toMatch(/Quoted text.*So be it\..*Show the whole message/)
})

test('a long thread is read in pages, oldest first', async () => {
  const { location } = await kim.post('/records', { type: 'task', name: 'Long talk' })
  const write = (n: number) =>
    kim.post(`${location}/entries`, { kind: 'note', text: `entry number ${n}.` })
  for (let n = 1; n <= 50; n++) await write(n)
  expect(words(await kim.get(location!))).not.toContain('Earlier entries')
  for (let n = 51; n <= 53; n++) await write(n)
  const page = await kim.get(location!)
  expect(words(page)).toMatch(/entry number 4\..*entry number 53\./)
  expect(words(page)).not.toContain('entry number 3.')
  const earlier = /href="([^"]*\?before=\d+)"/.exec(page.text)![1]!
  const first = words(await kim.get(earlier))
  expect(first).toMatch(/entry number 1\..*entry number 3\./)
  expect(first).toContain('Newest entries')
})

function plainMail(text: string): string {
  return `From: Nora Quist <nora@customer.test>\nTo: task+1@example.test\nSubject: Words\nContent-Type: text/plain; charset=utf-8\n\n${text}`
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const HTML_MAIL = `From: Nora Quist <nora@customer.test>
To: support@example.test
Subject: With a picture
MIME-Version: 1.0
Content-Type: multipart/related; boundary=r

--r
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain

Look at this.

On Monday, Kim Larsen <kim@example.test> wrote:
> What does it look like?
--a
Content-Type: text/html

<p onclick="x()">Look at <b>this</b>.<script>alert(1)</script><img src="cid:pic@n"><img src="https://spy.test/p.gif"></p>
<div class="gmail_quote"><div>On Monday, Kim Larsen &lt;kim@example.test&gt; wrote:</div><blockquote><i>What does it look like?</i></blockquote></div>
--a--
--r
Content-Type: image/png
Content-ID: <pic@n>
Content-Disposition: inline; filename=p.png
Content-Transfer-Encoding: base64

${PIXEL}
--r--
`
