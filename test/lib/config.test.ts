import { expect, test } from 'vitest'
import { ConfigFault, describeSettings, readConfig } from '../../gateway/lib/config.ts'

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    DATA_DIR: './data',
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: 2525,
    PORT: 3000,
    MAIL_DOMAIN: 'example.test',
    INTERNAL_TRUST: 'verified',
  })
})

test('all faults are told at once, each with its setting', () => {
  const read = () =>
    readConfig({ PORT: 'many', RELAY_URL: 'http://x', MAIL_DOMAIN: 'a b', INTERNAL_TRUST: 'yes' })
  expect(read).toThrow(ConfigFault)
  for (const name of ['PORT', 'RELAY_URL', 'MAIL_DOMAIN', 'INTERNAL_TRUST'])
    expect(read).toThrow(name)
})

test('an empty value counts as absent, and lists are split at blanks', () => {
  expect(readConfig({ SMTP_PORT: '', TRUSTED_RELAYS: '10.0.0.1=mx  10.0.0.2=my' })).toMatchObject({
    SMTP_PORT: 2525,
    TRUSTED_RELAYS: ['10.0.0.1=mx', '10.0.0.2=my'],
  })
})

test('every setting says what it means', () => {
  expect(describeSettings().filter((setting) => setting.meaning === '')).toEqual([])
})

test('trusted proxies are addresses, networks or names of networks', () => {
  const words = 'loopback 10.0.0.0/8 2001:db8::1 fd00::/8'
  expect(readConfig({ TRUSTED_PROXIES: words }).TRUSTED_PROXIES).toEqual(words.split(' '))
  expect(readConfig({}).TRUSTED_PROXIES).toEqual([])
  for (const word of [
    'true',
    '1',
    'proxy.test',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '10.0.0',
    'fd00::/129',
  ])
    expect(() => readConfig({ TRUSTED_PROXIES: `loopback ${word}` }), word).toThrow(ConfigFault)
})

test('trusted relays are addresses with the name of the server', () => {
  const words = '192.0.2.1=mx.example.test 2001:db8::1=mx2.example.test'
  expect(readConfig({ TRUSTED_RELAYS: words }).TRUSTED_RELAYS).toEqual(words.split(' '))
  for (const word of ['192.0.2.1', 'mx.example.test=mx', '=mx', '192.0.2.1=', '192.0.2=mx'])
    expect(() => readConfig({ TRUSTED_RELAYS: word }), word).toThrow(ConfigFault)
})
