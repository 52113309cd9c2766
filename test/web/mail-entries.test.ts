import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
})
afterAll(() => office.close())

test('Reply-To makes nobody the author: it is shown where its writer wants answers', async () => {
  await receive(
    office,
    `From: Nora Quist <nora@customer.test>
Reply-To: accounts@elsewhere.test
To: support@example.test
Subject: An invoice
Message-ID: <invoice@customer.test>

Where is it?
`,
  )
  const page = words(await kim.get('/records/T-2'))
  expect(page).toContain('Nora Quist')
  expect(page).toContain('wants answers at accounts@elsewhere.test')
  expect(page).not.toContain('accounts@elsewhere.test external')
})

test('the pictures of a signature, ten times in answers, are no files of the record', async () => {
  const pictures = ['logo', 'face', 'line'].map((name) => [
    '--b',
    `Content-Type: image/gif; name=${name}.gif`,
    'Content-Transfer-Encoding: base64',
    `Content-ID: <${name}@customer.test>`,
    `Content-Disposition: inline; filename=${name}.gif`,
    '',
    Buffer.from(`GIF89a ${name}`).toString('base64'),
  ])
  for (let n = 0; n < 10; n++)
    await receive(
      office,
      [
        'From: Nora Quist <nora@customer.test>',
        'To: ticket+1@example.test',
        `Subject: Re: Printer on fire`,
        `Message-ID: <answer${n}@customer.test>`,
        'MIME-Version: 1.0',
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        `<p>Answer ${n}</p><img src="cid:logo@customer.test"><img src="cid:face@customer.test"><img src="cid:line@customer.test">`,
        ...pictures.flat(),
        '--b--',
        '',
      ].join('\n'),
      { to: 'ticket+1@example.test' },
    )
  const page = await kim.get('/records/T-1')
  expect(page.text).toContain('Answer 9')
  expect(page.text).not.toMatch(/(?:logo|face|line)\.gif/)
})
