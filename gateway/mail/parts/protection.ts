import { leavesOf, type MimePart } from './mime-part.ts'

/**
 * Names what keeps a mail from being read: it is encrypted (RFC 1847, RFC 8551 section 3.5, RFC 3156 section 4, or PGP
 * inside the text). The parts stay as files.
 */
export function protectionFlaws(root: MimePart, text: string): string[] {
  const flaws: string[] = []
  const leaves = leavesOf(root)
  if (root.type === 'multipart/encrypted' || leaves.some(isEnveloped)) flaws.push('encrypted')
  else if (text.slice(0, 10_000).includes('-----BEGIN PGP MESSAGE-----')) flaws.push('encrypted')
  return flaws
}

/** S/MIME signs with the same type as it encrypts. */
function isEnveloped(part: MimePart): boolean {
  return (
    /^application\/(?:x-)?pkcs7-mime$/.test(part.type) &&
    part.params['smime-type'] !== 'signed-data'
  )
}
