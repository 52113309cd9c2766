import { addressKey } from '../addresses.ts'
import type { Mailbox } from '../reading.ts'

/** No name or address that is compared is longer. */
const LONGEST = 400
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
/** What may run over the words around it, or hide in them; joiners stay, which some scripts need. */
const MISLEADING =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const RIGHT_TO_LEFT = /[\u202b\u202e\u2067]/
const ADDRESS = /[^\s<>()[\]"',;:@]{1,64}@[^\s<>()[\]"',;:@]{1,200}\.[\p{L}\p{N}-]{2,60}/gu

/** Letters of other scripts that look like Latin ones; after Unicode Technical Standard 39, what mail is faked with. */
const LOOKS: Record<string, string> = Object.create(null)
for (const pair of (
  'аa еe оo рp сc хx уy ѕs іi јj һh ԁd ԛq ԝw кk мm тt вb нh гr зe ' +
  'αa εe οo ρp νv υu ιi κk τt χx γy ηn ωw βb μm ' +
  'ıi ȷj łl øo đd ħh ɡg ɑa ſs ʟl ɩi 0o 1l 5s |l !l'
).split(' '))
  LOOKS[[...pair][0]!] = [...pair][1]!

/** The same for all texts that a hurried reader takes for each other: letters alone, plain, `l` for `I`, `m` for `rn`. */
function skeleton(text: string): string {
  const plain = text.slice(0, LONGEST).normalize('NFKD').replace(UNSEEN, '').toLowerCase()
  const letters = [...plain.replace(/\p{M}+/gu, '')].map((char) => LOOKS[char] ?? char).join('')
  return letters.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('i', 'l')
}

/** A name as it is recognised: its words in any order. Empty for a single word, which many people share. */
export function nameSkeleton(name: string): string {
  const words = skeleton(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.length > 1 ? words.sort().join(' ') : ''
}

export function addressSkeleton(address: string): string {
  return skeleton(address).replace(/\s+/g, '')
}

/** Does the display name show an address, and not the one that it stands before? */
export function showsAnotherAddress({ name, address }: Mailbox): boolean {
  const own = addressKey(address)
  return addressesIn(name).some((shown) => addressKey(shown) !== own)
}

/** The name to show for somebody: without signs that hide or turn letters; none where it shows another's address. */
export function honestName(mailbox: Mailbox): string {
  if (showsAnotherAddress(mailbox)) return ''
  return mailbox.name.replace(MISLEADING, '').trim()
}

function addressesIn(name: string): string[] {
  const seen = name.slice(0, LONGEST).normalize('NFKC').replace(UNSEEN, '')
  const close = seen.replace(/\s{0,20}@\s{0,20}/g, '@')
  const turned = RIGHT_TO_LEFT.test(name) ? [...close].reverse().join('') : ''
  return `${close} ${turned}`.match(ADDRESS) ?? []
}
