import { addPerson } from '../../gateway/chatter/people/people.ts'
import type { World } from './world.ts'

/** A person of a scenario, with what the hunt knows of them, apart from what the product knows. */
export type Folk = {
  id: number
  name: string
  email: string
  /** Has a user's rights at this moment. */
  inside: boolean
  /** Nobody has ever let them near the record, and they hold no address of their own for it. */
  stranger: boolean
  /** Copies of the mails that the product has sent them. */
  letters: Letter[]
}

/** What somebody finds in a mail that the product has sent them. */
export type Letter = {
  messageId: string
  references: string[]
  replyTo: string
  text: string
  message: number | null
}

export async function newFolk(world: World, number: number): Promise<Folk[]> {
  const wishes = [
    { name: `Kim ${number}`, inside: true, stranger: false },
    { name: `Ada ${number}`, inside: true, stranger: false },
    { name: `Nora ${number}`, inside: false, stranger: false },
    { name: `Vic ${number}`, inside: false, stranger: false },
    { name: `Mallory ${number}`, inside: false, stranger: true },
  ]
  return world.site.store.write(async (tx) => {
    const folk: Folk[] = []
    for (const { name, inside, stranger } of wishes) {
      const domain = inside ? 'example.test' : 'elsewhere.test'
      const email = `${name.toLowerCase().replace(' ', '')}@${domain}`
      const role = inside ? { role: 'agent' as const } : {}
      const { id } = await addPerson(tx, { name, address: email, ...role }, world.site.clock.now())
      folk.push({ id, name, email, inside, stranger, letters: [] })
    }
    return folk
  })
}
