import { colleagues } from '../../chatter/people/colleagues.ts'
import { MINUTE } from '../../lib/clock.ts'
import { addressKey } from '../../mail/addresses.ts'
import { addressSkeleton, nameSkeleton } from '../../mail/header/look-alike.ts'
import type { Mailbox } from '../../mail/reading.ts'
import type { Site } from '../../store/site.ts'

export type Impostors = {
  /** Does it look like a colleague's mailbox, by its name or its address, and is none? */
  resembles(mailbox: Mailbox): Promise<boolean>
}

/** Every mail is looked at: who the users are is read once a minute. */
const KEPT_FOR = MINUTE

type Faces = { addresses: Set<string>; looks: Set<string> }

export function openImpostors(site: Site): Impostors {
  let faces: Promise<Faces> | null = null
  let readAt = 0
  const current = (): Promise<Faces> => {
    if (!faces || performance.now() - readAt > KEPT_FOR) {
      readAt = performance.now()
      faces = readFaces(site)
      faces.catch(() => (faces = null))
    }
    return faces
  }
  return {
    async resembles({ name, address }) {
      const { addresses, looks } = await current()
      if (addresses.has(addressKey(address))) return false
      return [nameSkeleton(name), addressSkeleton(address), addressSkeleton(name)].some((look) =>
        looks.has(look),
      )
    },
  }
}

async function readFaces(site: Site): Promise<Faces> {
  const users = await site.store.read(colleagues)
  const looks = users.flatMap(({ name, address }) => [nameSkeleton(name), addressSkeleton(address)])
  return {
    addresses: new Set(users.map(({ address }) => addressKey(address))),
    looks: new Set(looks.filter((look) => look !== '')),
  }
}
