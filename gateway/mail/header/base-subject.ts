/** How a subject begins when somebody answers, in the languages of most programs. */
const ANSWER =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:re|aw|antw|antwort|sv|odp|rif|ris|res|ref|ynt|yan|atb|vá|回复|回覆|答复|返信|답장|отв|на|hv|bls)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]/i
const FORWARD =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|wg|weitergeleitet|tr|transf|rv|reenv(?:iado)?|i|inoltro|enc|encaminhada|res-fw|doorst|vs|vb|vl|vidarebefordr|videresend|fs|pd|pdl|przekaz|přep|prep|пересл|пересылка|iletilen|ilt|i̇lt|προωθ|转发|轉寄|转寄|転送|전달|הועבר|fwd: ?re)\s*[:：]/i
/** Of lists and of ticket systems. */
const TAG = /^\s*\[[^\]]{1,60}\]/
const LOOKED_AT = 200
const MOST_PREFIXES = 10

/** Does the subject begin as an answer's does, in any language? */
export function isAnswerSubject(subject: string | null): boolean {
  return ANSWER.test((subject ?? '').slice(0, LOOKED_AT))
}

/** Does the subject begin as a forwarded mail's does, in any language? PRODUCT section 3, step 8. */
export function isForwardSubject(subject: string | null): boolean {
  return FORWARD.test((subject ?? '').slice(0, LOOKED_AT))
}

/** What a subject is about, for comparing: without answers, forwards and tags before it, in small letters (RFC 5256 section 2.1). */
export function baseSubject(subject: string): string {
  let base = subject.slice(0, LOOKED_AT)
  for (let n = 0; n < MOST_PREFIXES; n++) {
    const shorter = [ANSWER, FORWARD, TAG].reduce((text, one) => text.replace(one, ''), base)
    if (shorter === base) break
    base = shorter
  }
  return base.replace(/\s+/g, ' ').trim().toLowerCase()
}
