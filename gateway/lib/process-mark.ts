import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * How a process signs what it holds, so that another can tell later whether it is gone: host, start of the machine, process number
 * and start of the process. The number alone would not do: after a restart of the machine or the container another has it.
 */
export function ownMark(): string {
  return [hostname(), bootOf(), process.pid, startOf(process.pid) ?? '0'].join('~')
}

/** Is the process of this mark gone for certain? One of another host may live: false. */
export function isGone(mark: string): boolean {
  const [host, boot, pid, start] = mark.split('~')
  if (host !== hostname()) return false
  if (boot !== bootOf()) return true
  const running = startOf(Number(pid))
  return running === null ? !answers(Number(pid)) : running !== start
}

let boot: string | null = null

function bootOf(): string {
  boot ??= textOf('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '0'
  return boot
}

/** When a process began, in ticks since the machine's start: field 22 of proc(5) stat. Null where nobody can tell. */
function startOf(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

/** For systems without /proc: does a process take this number's signals? */
function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
