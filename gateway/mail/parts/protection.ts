import { leavesOf, type MimePart } from './mime-part.ts'

/**
 * Names what keeps a mail from being read: it is encrypted (RFC 1847, RFC 8551 section 3.5, RFC 3156 section 4, or PGP
 * inside the text). And that it is signed: nobody has checked by whom. The parts stay as files.
 */
export function protectionFlaws(root: MimePart, text: string): string[] {
  const leaves = leavesOf(root)
  const start = text.slice(0, 10_000)
  if (root.type === 'multipart/encrypted' || leaves.some(isEnveloped)) return ['encrypted']
  if (start.includes('-----BEGIN PGP MESSAGE-----')) return ['encrypted']
  const signed = leaves.some(isSignature) || start.includes('-----BEGIN PGP SIGNED MESSAGE-----')
  return signed ? ['signature-unchecked'] : []
}

/** S/MIME signs with the same type as it encrypts. */
function isEnveloped(part: MimePart): boolean {
  return isPkcs7(part) && part.params['smime-type'] !== 'signed-data'
}

export function isPkcs7(part: MimePart): boolean {
  return /^application\/(?:x-)?pkcs7-mime$/.test(part.type)
}

function isSignature(part: MimePart): boolean {
  return isPkcs7(part) || /^application\/(?:(?:x-)?pkcs7|pgp)-signature$/.test(part.type)
}
