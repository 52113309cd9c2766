import { fork } from 'node:child_process'
import { once } from 'node:events'

/** What a measured process tells: where it listens, how many mails it has done, what it has used. */
export type Child = {
  port: number
  /** Mails done so far. */
  taken(): Promise<number>
  /** CPU seconds used since the last call, and peak memory in MB. */
  usage(): Promise<{ cpu: number; peakMb: number }>
  stop(): Promise<void>
}

type Served = { port: number; taken(): number | Promise<number>; close(): Promise<void> }

/** The child's side: opens what the parent asks for and answers its questions. */
export function serveParent(openServed: (argument: string) => Promise<Served>): void {
  const argument = process.argv[2]
  if (!process.send || argument === undefined) return
  let before = process.cpuUsage()
  const answers = {
    taken: async (served: Served) => served.taken(),
    usage: async () => {
      const { user, system } = process.cpuUsage(before)
      before = process.cpuUsage()
      return { cpu: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 }
    },
    stop: async (served: Served) => {
      await served.close()
      setImmediate(() => process.exit(0))
      return true
    },
  }
  void openServed(argument).then((served) => {
    process.on('message', async (question: keyof typeof answers) =>
      process.send!({ answer: await answers[question](served) }),
    )
    process.send!({ answer: served.port })
  })
}

/** The parent's side. @param argument handed to the child's opener */
export async function startChild(
  file: string,
  argument: string,
  env: Record<string, string> = {},
): Promise<Child> {
  const child = fork(new URL(file, import.meta.url), [argument], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code}`)
  })
  ended.catch(() => {})
  const answer = async <Answer>(): Promise<Answer> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ answer: Answer }]
    return message.answer
  }
  const ask = async <Answer>(question: string): Promise<Answer> => {
    const answered = answer<Answer>()
    child.send(question)
    return answered
  }
  const port = await answer<number>()
  return {
    port,
    taken: () => ask('taken'),
    usage: () => ask('usage'),
    stop: async () => void (await ask('stop')),
  }
}
