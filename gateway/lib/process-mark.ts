import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * How a process signs what it holds, so that another can tell later whether it is gone: host, start of the machine, space of process
 * numbers, process number and start of the process. The number alone would not do: another process may have it by now, and in another
 * container it means another process.
 */
export function ownMark(): string {
  return [...ownPlace(), process.pid, startOf(process.pid) ?? '0'].join('~')
}

/**
 * Is the process of this mark gone for certain? Only who sees its process number can tell. One of another host, of another container,
 * or from before this machine was started (or another of the same name) may live: false.
 */
export function isGone(mark: string): boolean {
  const [host, boot, space, pid, start] = mark.split('~')
  if ([host, boot, space].join('~') !== ownPlace().join('~')) return false
  const running = startOf(Number(pid))
  return running === null ? !answers(Number(pid)) : running !== start
}

let place: string[] | null = null

function ownPlace(): string[] {
  place ??= [
    hostname(),
    textOf('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '0',
    spaceOfNumbers(),
  ]
  return place
}

/** Names the space in which process numbers count: pid_namespaces(7). */
function spaceOfNumbers(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
  } catch {
    return '0'
  }
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
