/** Who asks, by an address. The smallest network of IPv6 has more addresses than anybody could count, so it is one client. */
export function clientOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [before, after] = plain.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - before!.length - (after?.length ?? 0) }, () => '0')
  return [...before!, ...zeros, ...(after ?? [])].slice(0, 4).join(':')
}
