import { BlockList, isIP, isIPv6 } from 'node:net'
import type { Config } from '../../lib/config.ts'

/**
 * How far a client of the door is trusted with numbers. `uncounted`: this machine and its neighbours, where a border server or a
 * program of our own sends for many; `relay`: a border server that the settings name; `stranger`: everybody else.
 */
export type ClientKind = 'uncounted' | 'relay' | 'stranger'

export function clientKinds(config: Config): (remote: string) => ClientKind {
  const near = networks(config.UNCOUNTED_CLIENTS)
  const relays = networks(relayAddresses(config))
  return (remote) => {
    const address = remote.replace(/^::ffff:(?=\d+\.)/i, '')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (relays.check(address, family)) return 'relay'
    return near.check(address, family) ? 'uncounted' : 'stranger'
  }
}

/** The addresses of the border servers that the settings name. */
function relayAddresses({ TRUSTED_RELAYS }: Config): string[] {
  return TRUSTED_RELAYS.map((pair) => pair.split('=')[0]!)
}

const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  none: [],
}

function networks(words: string[]): BlockList {
  const found = new BlockList()
  for (const word of words.flatMap((one) => NAMED[one] ?? [one])) {
    const [address = '', bits] = word.split('/')
    // what is no address matches nobody: a setting must never stop the door
    if (isIP(address) === 0) continue
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    found.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return found
}
