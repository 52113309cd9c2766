import {
  openRelayLine,
  type Parcel,
  type RelayLine,
  type RelaySettings,
  StaleLine,
} from './relay-line.ts'

/** The relay, over a few lines that stay open: a mail takes a free one, opens another, or waits for its turn. */
export type Relay = {
  /** @throws as `RelayLine.send` and `openRelayLine` */
  send(parcel: Parcel): Promise<string>
  close(): void
}

const LINES = 5
/** Relays close lines that say nothing for some minutes; one of ours that waited so long is not used again. */
const LONGEST_REST = 20_000

type Resting = { line: RelayLine; since: number }

export function openRelay(settings: RelaySettings): Relay {
  const resting: Resting[] = []
  const waiting: (() => void)[] = []
  let taken = 0
  let closed = false

  const turn = async () => {
    if (taken >= LINES) await new Promise<void>((resolve) => waiting.push(resolve))
    else taken++
  }
  const next = () => {
    const first = waiting.shift()
    if (first) first()
    else taken--
  }
  const rested = (): RelayLine | null => {
    for (let found = resting.pop(); found; found = resting.pop()) {
      if (found.line.usable() && performance.now() - found.since < LONGEST_REST) return found.line
      found.line.close()
    }
    return null
  }
  const rest = (line: RelayLine) => {
    if (closed || !line.usable()) line.close()
    else resting.push({ line, since: performance.now() })
  }
  const sendBy = async (line: RelayLine, parcel: Parcel) => {
    try {
      return await line.send(parcel)
    } finally {
      rest(line)
    }
  }
  return {
    async send(parcel) {
      await turn()
      try {
        const waited = rested()
        if (!waited) return await sendBy(await openRelayLine(settings), parcel)
        return await sendBy(waited, parcel).catch(async (failure) => {
          if (failure instanceof StaleLine) return sendBy(await openRelayLine(settings), parcel)
          throw failure
        })
      } finally {
        next()
      }
    },
    close() {
      closed = true
      for (const { line } of resting.splice(0)) line.close()
    },
  }
}
