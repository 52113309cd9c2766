import { type AuthResults, type MethodResult, readAuthResults } from './auth-results.ts'
import { plainFields } from './own-fields.ts'
import { sameDomain, type Verdict } from './verdict.ts'

/**
 * What a border server says of a mail that came from it, in the topmost Authentication-Results field: it strips those that were there
 * before (RFC 8601 section 5). Where others of its name below speak against it, somebody has forged one: nothing is believed then.
 *
 * @param server its authserv-id
 * @param domain that of the mail's one author; null where there is none
 * @returns null where it says nothing
 */
export function relaysWord(
  source: Buffer,
  { server, domain }: { server: string; domain: string | null },
): Verdict | null {
  const fields = plainFields(source)?.filter(({ name }) => name === 'authentication-results')
  const [topmost, ...below] = (fields ?? []).map(({ value }) => readAuthResults(value))
  if (!topmost || !isOf(topmost, server)) return null
  const contradicted = below.some((one) => one !== null && isOf(one, server) && denies(one))
  const trouble = contradicted ? `a second field in the name of ${server} says otherwise` : null
  return {
    aligned: domain !== null && !contradicted && vouchesFor(topmost.results, domain),
    by: 'relay',
    relay: server,
    ...partsOf(topmost.results),
    trouble,
  }
}

/**
 * Does it say that the author's own domain sent the mail? DMARC that passes for this domain; where the domain has no DMARC, a sound
 * signature of exactly this domain. Two words on DMARC are none.
 */
export function vouchesFor(results: MethodResult[], domain: string): boolean {
  const dmarc = results.filter(({ method }) => method === 'dmarc')
  if (dmarc.length > 1) return false
  if (dmarc[0] && dmarc[0].result !== 'none')
    return dmarc[0].result === 'pass' && says(dmarc[0], 'header.from', domain)
  return results.some(
    (one) => one.method === 'dkim' && one.result === 'pass' && says(one, 'header.d', domain),
  )
}

/** Its parts, for the eye. */
export function partsOf(results: MethodResult[]): Pick<Verdict, 'spf' | 'dkim' | 'dmarc'> {
  const of = (name: string) => results.filter(({ method }) => method === name)
  return {
    spf: of('spf')[0]?.result ?? 'none',
    dkim: of('dkim').map((one) => ({
      domain: one.properties.get('header.d')?.[0] ?? '',
      result: one.result,
    })),
    dmarc: of('dmarc')[0]?.result ?? 'none',
  }
}

/** A property that is there twice says nothing. */
function says({ properties }: MethodResult, name: string, domain: string): boolean {
  const values = properties.get(name) ?? []
  return values.length === 1 && sameDomain(values[0]!, domain)
}

function isOf({ server }: AuthResults, name: string): boolean {
  return server === name.toLowerCase()
}

function denies({ results }: AuthResults): boolean {
  return results.some(({ method, result }) => method === 'dmarc' && result !== 'pass')
}
