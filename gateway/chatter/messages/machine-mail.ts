const ANSWERS = ['auto-reply', 'out-of-office', 'receipt', 'delay', 'bounce', 'complaint', 'own']

/**
 * Machine mail is filed and told to users; it goes to no outsider. Automatic answers are told to nobody: else two robots would keep a
 * team awake.
 */
export function isForNobodyNow(mailClass: string, inside: boolean): boolean {
  return inside ? ANSWERS.includes(mailClass) : mailClass !== 'human'
}
