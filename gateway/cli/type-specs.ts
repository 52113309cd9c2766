import { codeFrom, FIELD_KINDS } from '../chatter/records/type-parts.ts'
import { Refused } from '../lib/errors.ts'
import type { Field, Stage } from '../store/tables/threads.ts'
import { collect, oneOf } from './options.ts'

/** How fields and stages are written on a command line. */
export const FIELD_OPTION = [
  '--field <spec>',
  'a field: Label:kind[:argument][:untracked][:any-currency][:subtype=code][:code=code] (repeatable); the argument is the currency of money, the options of a selection (Low,High), the record type that a link leads to',
  collect,
  [] as string[],
] as const

export const STAGE_OPTION = [
  '--stage <spec>',
  'a stage, in order (repeatable): Label[*][:subtype=code][:template=name]; a star closes the record',
  collect,
  [] as string[],
] as const

/** `Total:money:USD`, `Size:selection:S,M,L:untracked`. @throws Refused where the kind is none */
export function readField(spec: string): Field {
  const [label = '', kind = 'text', ...rest] = spec.split(':').map((piece) => piece.trim())
  const argument = rest.find((piece) => !/^(?:untracked|any-currency|\w+=.*)$/.test(piece)) ?? ''
  const subtype = wordOf(rest, 'subtype')
  return {
    code: wordOf(rest, 'code') ?? codeFrom(label),
    label,
    kind: oneOf(FIELD_KINDS, kind, 'field kind'),
    tracked: !rest.includes('untracked'),
    ...(kind === 'selection' ? { options: argument.split(',') } : {}),
    ...(kind === 'money' && argument !== '' ? { currency: argument.toUpperCase() } : {}),
    ...(kind === 'link' && argument !== '' ? { linkTo: argument } : {}),
    ...(rest.includes('any-currency') ? { anyCurrency: true } : {}),
    ...(subtype ? { subtype } : {}),
  }
}

/** Fields added to those that there are, or in the place of the one of the same code or label; some taken out. */
export function fieldsWith(
  before: Field[],
  { specs, removed }: { specs: string[]; removed: string[] },
): Field[] {
  for (const name of removed) mustBeAmong(before, name)
  const given = specs.map(readField).map((field) => {
    const same = before.find(({ code, label }) => code === field.code || isSame(label, field.label))
    return { ...field, code: same?.code ?? field.code }
  })
  const kept = before
    .filter(({ code, label }) => !removed.some((name) => name === code || isSame(name, label)))
    .map((field) => given.find(({ code }) => code === field.code) ?? field)
  return [...kept, ...given.filter(({ code }) => kept.every((field) => field.code !== code))]
}

/** The whole list, or nothing where none is given. A stage that is there already keeps its code: records name it. */
export function readStages(specs: string[], known: Stage[] = []): { stages?: Stage[] } {
  if (specs.length === 0) return {}
  const stages = specs.map(readStage).map((stage) => {
    const same = known.find((one) => isSame(one.label, stage.label))
    return { ...same, ...stage, code: same?.code ?? stage.code }
  })
  return { stages: stages.map(({ removed_at: _gone, ...stage }) => stage) }
}

/** @throws Refused where no stage is called so */
export function stagesWithout(stages: Stage[], removed: string[]): Stage[] {
  for (const name of removed) mustBeAmong(stages, name)
  return stages.filter(
    ({ code, label }) => !removed.some((name) => name === code || isSame(name, label)),
  )
}

function readStage(spec: string): Stage {
  const [name = '', ...rest] = spec.split(':').map((piece) => piece.trim())
  const label = name.replace(/\*$/, '').trim()
  const [subtype, template] = [wordOf(rest, 'subtype'), wordOf(rest, 'template')]
  return {
    code: codeFrom(label),
    label,
    ...(name.endsWith('*') ? { closed: true } : {}),
    ...(subtype ? { subtype } : {}),
    ...(template ? { template } : {}),
  }
}

function wordOf(pieces: string[], name: string): string | undefined {
  return pieces.find((piece) => piece.startsWith(`${name}=`))?.slice(name.length + 1)
}

function mustBeAmong(parts: { code: string; label: string }[], name: string): void {
  if (parts.some(({ code, label }) => code === name || isSame(label, name))) return
  const codes = parts.map(({ code }) => code).join(', ')
  throw new Refused('not-found', `There is no "${name}". There are: ${codes}.`)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
