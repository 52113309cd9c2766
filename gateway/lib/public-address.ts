import { BlockList, isIP } from 'node:net'

const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits)

/** Of IPv6 only what is given to the world, without what carries an address of IPv4 in it. */
const world = new BlockList()
world.addSubnet('2000::', 3, 'ipv6')
const carriers = new BlockList()
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  carriers.addSubnet(network, bits, 'ipv6')

/** Does an address lead into the world, and not into this machine or its networks? RFC 6890 lists those that do not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inside.check(address)
  if (isIP(address) !== 6) return false
  return world.check(address, 'ipv6') && !carriers.check(address, 'ipv6')
}
