import { mac, type SigningKeys, sameText } from './addresses.ts'

/**
 * The reference in the footer of our mails, `T-42-x7k2m3pq`: what is left of a thread when a program has dropped every id and the
 * answer address, and only the quote remains. Forty signed bits: mails are too slow to guess them, and people can still read it out.
 */
const SIGNED_LETTERS = 8
const REFERENCE = /(?<![\w-])([a-z]{1,6})-(\d{1,15})-([a-z2-7]{8})(?![\w-])/gi
/** The nearest quote stands on top. */
const TEXT_LOOKED_AT = 200_000
const MOST_REFERENCES = 20

/** @param reference such as T-42 */
export function signedReference(reference: string, keys: SigningKeys): string {
  return `${reference}-${signature(reference, keys.current)}`
}

/** The records that a text refers to in our signed form, in the order of the text. @returns such as ['T-42'] */
export function readReferences(text: string, keys: SigningKeys): string[] {
  const found = [...text.slice(0, TEXT_LOOKED_AT).matchAll(REFERENCE)].slice(0, MOST_REFERENCES)
  const believed = found.flatMap(([, prefix, number, given]) => {
    const reference = `${prefix!.toUpperCase()}-${number}`
    const ours = [keys.current, keys.old].some(
      (key) => key !== undefined && sameText(signature(reference, key), given!.toLowerCase()),
    )
    return ours ? [reference] : []
  })
  return [...new Set(believed)]
}

function signature(reference: string, key: string): string {
  return mac(`reference ${reference}`, key).slice(0, SIGNED_LETTERS)
}
