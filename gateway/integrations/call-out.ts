import { lookup } from 'node:dns'
import { request as overHttp, type RequestOptions } from 'node:http'
import { request as overHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Posts to an address that an admin has written down, and to no machine of our own network unless the settings name it. */
export type CallOut = { url: string; headers: Record<string, string>; body: string }

export type Answered = { status: number; text: string }

const WITHIN = 15_000
const MOST_OF_ANSWER = 2000

/** Not on the public internet: each range that leads inside or nowhere, as the registries of special addresses name them. */
const INSIDE = new BlockList()
for (const [net, bits] of [
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
  INSIDE.addSubnet(net, bits, 'ipv4')
/** Of IPv6 only global unicast is outside, and of that not what carries an address of IPv4 in it. */
const OUTSIDE_6 = new BlockList()
OUTSIDE_6.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6')

/** @returns whether an address is on the public internet */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !INSIDE.check(address, 'ipv4')
  return version === 6 && OUTSIDE_6.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6')
}

/** Is a host one of those named? `*.example.com` names all below it. */
export function isNamed(host: string, names: string[]): boolean {
  const wanted = host.toLowerCase()
  return names.some((name) =>
    name.startsWith('*.')
      ? wanted.endsWith(name.slice(1).toLowerCase())
      : wanted === name.toLowerCase(),
  )
}

/**
 * Posts a body.
 * @param allowed hosts that may be called, wherever they are; none: every host with public addresses
 * @throws where the host may not be called, or does not answer in time
 */
export async function callOut(call: CallOut, allowed: string[]): Promise<Answered> {
  const url = new URL(call.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('Only http and https.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isTrusted = isNamed(host, allowed)
  if (allowed.length > 0 && !isTrusted)
    throw new Error(`${host} is not one of the hosts in WEBHOOK_HOSTS.`)
  // a literal address is never looked up
  if (isIP(host) !== 0 && !isTrusted && !isPublicAddress(host)) throw new Error(notPublic(host))
  return post(url, call, isTrusted ? lookup : publicLookup)
}

function notPublic(host: string): string {
  return `${host} is not on the public internet; WEBHOOK_HOSTS can allow it.`
}

/** What is judged here is what is connected to: a name that answers differently the next time gains nothing. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (failure, found) => {
    if (failure) return done(failure, '', 0)
    const addresses = found as { address: string; family: number }[]
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address)))
      return done(new Error(notPublic(host)), '', 0)
    if (options.all) return (done as (none: null, all: typeof addresses) => void)(null, addresses)
    done(null, addresses[0]!.address, addresses[0]!.family)
  })
}

function post(url: URL, { headers, body }: CallOut, by: LookupFunction): Promise<Answered> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: by,
    signal: AbortSignal.timeout(WITHIN),
    agent: false,
  }
  return new Promise((resolve, reject) => {
    const ask = (url.protocol === 'https:' ? overHttps : overHttp)(url, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      const end = () => resolve({ status: answer.statusCode ?? 0, text })
      answer.on('data', (chunk: string) => {
        text += chunk
        if (text.length < MOST_OF_ANSWER) return
        text = text.slice(0, MOST_OF_ANSWER)
        end()
        answer.destroy()
      })
      answer.on('end', end)
      answer.on('error', reject)
    })
    ask.on('error', reject)
    ask.end(body)
  })
}
