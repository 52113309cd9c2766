import { expect, test } from 'vitest'
import { clientKinds } from '../../gateway/inbound/door/clients.ts'
import { readConfig } from '../../gateway/lib/config.ts'

test.each([
  ['127.0.0.9', 'uncounted'],
  ['::1', 'uncounted'],
  ['::ffff:10.1.2.3', 'uncounted'],
  ['fd00::7', 'uncounted'],
  ['192.0.2.7', 'stranger'],
  ['2001:db8::7', 'stranger'],
])('a client at %s is %s unless the settings say otherwise', (remote, kind) => {
  expect(clientKinds(readConfig({}))(remote)).toBe(kind)
})

test('the settings name relays and neighbours', () => {
  const kindOf = clientKinds(
    readConfig({
      TRUSTED_RELAYS: '192.0.2.7=mx.example.test 2001:db8::7=mx.example.test',
      UNCOUNTED_CLIENTS: '198.51.100.0/24',
    }),
  )
  expect(['192.0.2.7', '2001:db8::7'].map(kindOf)).toEqual(['relay', 'relay'])
  expect(kindOf('198.51.100.9')).toBe('uncounted')
  expect(kindOf('127.0.0.1')).toBe('stranger')
})
