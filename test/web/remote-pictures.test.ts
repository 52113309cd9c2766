import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { isPublicAddress } from '../../gateway/lib/public-address.ts'
import { withRemotePictures } from '../../web/framed-mail.ts'
import { fetchPicture } from '../../web/remote-pictures.ts'
import { openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { words } from './visitor.ts'

/** The beginning of a GIF of this size. */
function gif(width: number, height: number): Buffer {
  const head = Buffer.from('GIF89a----')
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  return head
}

/** A server with pictures, on this machine. */
async function openShop() {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const path = request.url ?? ''
    const to = { '/moved': '/a.gif', '/round': '/round', '/away': 'http://127.0.0.2/a.gif' }[path]
    if (to) return void response.writeHead(302, { location: to }).end()
    if (path === '/gone.gif') return void response.writeHead(404).end(gif(20, 20))
    if (path === '/pixel.gif') return void response.end(gif(1, 1))
    if (path === '/heavy.gif')
      return void response.end(Buffer.concat([gif(20, 20), Buffer.alloc(4e6)]))
    if (path === '/page.gif') {
      return void response
        .writeHead(200, { 'content-type': 'image/gif' })
        .end('<svg onload=alert(1)>')
    }
    response
      .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'seen=1' })
      .end(gif(20, 20))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { asked, port, at: `http://127.0.0.1:${port}` }
}

const NEAR = { address: (address: string) => address === '127.0.0.1', port: () => true }

test('a picture is asked for without a cookie, a page or a name of who looks, and is one by its bytes', async () => {
  const shop = await openShop()
  expect(await fetchPicture(`${shop.at}/a.gif`, NEAR)).toMatchObject({ type: 'image/gif' })
  expect(await fetchPicture(`${shop.at}/moved`, NEAR)).toMatchObject({ type: 'image/gif' })
  const named = shop.asked.flatMap(({ headers }) => Object.keys(headers))
  expect([...new Set(named)].toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent'])
})

for (const path of ['/gone.gif', '/pixel.gif', '/heavy.gif', '/page.gif', '/round', '/away']) {
  test(`what stands at ${path} is not shown`, async () => {
    const shop = await openShop()
    expect(await fetchPicture(`${shop.at}${path}`, NEAR)).toBeNull()
    expect(shop.asked.length).toBeLessThan(5)
  })
}

test('nothing on this machine or in its networks is asked, by whatever name', async () => {
  const shop = await openShop()
  for (const host of [
    '127.0.0.1',
    'localhost',
    '0x7f000001',
    '2130706433',
    '127.1',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ]) {
    const anyPort = { address: isPublicAddress, port: () => true }
    expect(await fetchPicture(`http://${host}:${shop.port}/a.gif`, anyPort)).toBeNull()
  }
  for (const odd of [`${shop.at}/a.gif`, 'file:///etc/passwd', 'http://kim@shop.test/', 'nonsense'])
    expect(await fetchPicture(odd)).toBeNull()
  expect(shop.asked).toEqual([])
})

test.each([
  ['93.184.215.14', true],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.1', false],
  ['192.168.1.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['nonsense', false],
])('%s leads into the world: %s', (address, is) => {
  expect(isPublicAddress(address)).toBe(is)
})

test('the pictures that were found are written into the mail, the others stay blocked', async () => {
  const html =
    '<img data-remote-src="https://a.test/?x=1&amp;y=2" /><img data-remote-src="https://b.test/" />'
  const asked: string[] = []
  const shown = await withRemotePictures(html, async (address) => {
    asked.push(address)
    return address.includes('a.test') ? { type: 'image/gif', content: gif(20, 20) } : null
  })
  expect(asked).toEqual(['https://a.test/?x=1&y=2', 'https://b.test/'])
  expect(shown).toBe(
    `<img src="data:image/gif;base64,${gif(20, 20).toString('base64')}" /><img data-remote-src="https://b.test/" />`,
  )
})

test('the page of a mail offers its pictures; looking at it asks nobody, and no link can', async () => {
  const office = await openOffice()
  onTestFinished(() => office.close())
  const shop = await openShop()
  const mail = (html: string, id: string) =>
    `From: Nora Quist <nora@customer.test>\nTo: ticket+1@example.test\nSubject: Re: Printer on fire\nMessage-ID: <${id}@customer.test>\nContent-Type: text/html\n\n${html}\n`
  await receive(office, mail('<p>Plain.</p>', 'plain'), { to: 'ticket+1@example.test' })
  const kim = await office.signedIn('kim')
  expect(words(await kim.get('/records/T-1'))).not.toContain('Show the pictures')
  await receive(office, mail(`<p>See</p><img src="${shop.at}/a.gif">`, 'pictures'), {
    to: 'ticket+1@example.test',
  })
  const page = await kim.get('/records/T-1')
  expect(words(page)).toContain('Show the pictures')
  const frame = /action="(\/messages\/\d+\/html)"/.exec(page.text)![1]!
  expect((await kim.get(frame)).text).toContain('data-remote-src')
  const shown = await kim.post(frame)
  expect(shown.status).toBe(200)
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await kim.raw(frame, { fields: {} })).status).toBe(403)
  // the shop is on this machine, which no mail may have asked
  expect(shop.asked).toEqual([])
})
