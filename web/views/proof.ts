import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Verdict } from '../../gateway/mail/proof/verdict.ts'
import { icon } from './icons.ts'

/** What misleads about an author: the mark at the message, and what it means. */
const WARNINGS: Record<string, { mark: string; meaning: string }> = {
  'name-shows-another-address': {
    mark: 'name shows another address',
    meaning: 'The display name of this mail shows an address that is not the sender’s',
  },
  'looks-like-a-colleague': {
    mark: 'not the colleague it looks like',
    meaning: 'The name or the address looks like that of a colleague, and is not theirs',
  },
  'author-unclear': {
    mark: 'unclear who wrote it',
    meaning: 'Mail programs may show different senders for this mail',
  },
}

type Proved = Pick<ThreadEntry, 'inbound_id' | 'verified' | 'authentication' | 'flaws'>

/** Beside the author: that there is no proof, and what misleads. */
export function proofMarks(one: Proved): SafeHtml {
  const warnings = one.flaws.flatMap((flaw) => WARNINGS[flaw] ?? [])
  return html`${one.verified === 0 && html` <span class="mark ${one.authentication && 'warn'}" title="${one.authentication ? 'Nothing shows that this address sent it' : 'Nobody has asked whether this address sent it'}">${one.authentication && icon('warning')} unverified</span>`}
${warnings.map(({ mark, meaning }) => html` <span class="mark warn" title="${meaning}">${icon('warning')} ${mark}</span>`)}`
}

/** Below the message: verified or not, and by what. */
export function proofDetails(one: Proved): SafeHtml | false {
  if (one.inbound_id === null) return false
  return html`<details class="why"><summary>${one.verified ? 'Verified' : 'Not verified'}</summary><p>${reason(one)}</p>${one.authentication && parts(one.authentication)}</details>`
}

function reason({ verified, authentication }: Proved): string {
  if (verified && !authentication?.aligned)
    return 'It came by a way that shows who wrote it, or somebody let it in.'
  if (verified) return 'The domain of the author’s address has shown that it sent this mail.'
  if (authentication) return 'Nothing shows that this mail comes from the author’s address.'
  return 'Nobody has asked: a proof gives people outside no rights.'
}

function parts(verdict: Verdict): SafeHtml {
  return html`<p class="quiet break">${proofWords(verdict)}</p>`
}

/** The parts of a verdict in one line. */
export function proofWords(verdict: Verdict): string {
  const { spf, dkim, dmarc, arc, relay, trouble } = verdict
  const signatures = dkim.map(({ domain, result }) => `${result}${domain && ` (${domain})`}`)
  return [
    `SPF ${spf}`,
    `DKIM ${signatures.join(', ') || 'none'}`,
    `DMARC ${dmarc}`,
    ...(arc ? [`ARC ${arc.result} (${arc.sealer})`] : []),
    relay ? `as ${relay} says` : 'checked here',
    ...(trouble ? [trouble] : []),
  ].join(' · ')
}
