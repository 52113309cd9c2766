import { Refused } from '../../lib/errors.ts'

const CR = 0x0d
const LF = 0x0a

/**
 * Watches a mail's bytes for a CR or LF that stands alone. RFC 5321 section 2.3.8 forbids both; a server that lets them through
 * lets one mail hide inside another (SMTP smuggling).
 */
export function strayLineEnd(): { look(chunk: Buffer): void; mustBeClean(): void } {
  let afterCr = false
  let stray = false

  return {
    look(chunk) {
      if (stray || chunk.length === 0) return
      stray = straysIn(chunk, afterCr)
      afterCr = chunk[chunk.length - 1] === CR
    },
    mustBeClean() {
      if (stray || afterCr) throw new Refused('stray-line-end')
    },
  }
}

/** A chunk is clean when each LF follows a CR and each CR but the last byte is followed by an LF. */
function straysIn(chunk: Buffer, afterCr: boolean): boolean {
  if (afterCr && chunk[0] !== LF) return true
  let at = chunk.indexOf(LF)
  let lineStart = 0
  while (at !== -1) {
    const before = at === 0 ? (afterCr ? CR : 0) : chunk[at - 1]
    if (before !== CR) return true
    const cr = chunk.indexOf(CR, lineStart)
    if (cr !== -1 && cr < at - 1) return true
    lineStart = at + 1
    at = chunk.indexOf(LF, lineStart)
  }
  const cr = chunk.indexOf(CR, lineStart)
  return cr !== -1 && cr !== chunk.length - 1
}
