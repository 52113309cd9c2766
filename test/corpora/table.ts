import type { Case } from './cases.ts'

/** One thing that was judged of one case. */
export type Result = { figure: string; one: Case; wrong: string[] }

export type Count = { right: number; of: number }

/** How many cases are right: those without a conflict, whose answer peers agree on. */
export function countsOf(results: Result[]): Record<string, Count> {
  const agreed = results.filter(({ one }) => !one.conflict)
  const figures = groups(agreed, ({ figure }) => figure)
  return Object.fromEntries([...figures].map(([figure, all]) => [figure, countOf(all)]))
}

export function percent({ right, of }: Count): number {
  return of === 0 ? 100 : Math.floor((1000 * right) / of) / 10
}

/** A line a figure, below it one a source; what peers see in different ways stands apart. */
export function tableOf(results: Result[]): string {
  const lines: string[] = []
  for (const [figure, all] of groups(results, ({ figure }) => figure)) {
    lines.push(lineOf(figure, all))
    for (const [source, some] of groups(all, ({ one }) => one.source))
      lines.push(lineOf(`  ${source}`, some))
  }
  return lines.join('\n')
}

function lineOf(title: string, results: Result[]): string {
  const agreed = countOf(results.filter(({ one }) => !one.conflict))
  const disputed = countOf(results.filter(({ one }) => one.conflict))
  const apart = disputed.of > 0 ? `   in conflict ${disputed.right} of ${disputed.of}` : ''
  const share = `${percent(agreed).toFixed(1).padStart(5)} %`
  return `${title.padEnd(22)}${String(agreed.right).padStart(5)} of ${String(agreed.of).padStart(4)} ${share}${apart}`
}

function countOf(results: Result[]): Count {
  return { right: results.filter(({ wrong }) => wrong.length === 0).length, of: results.length }
}

function groups<Value>(values: Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  return Map.groupBy(values, keyOf)
}

/** The cases that are wrong, each with what is wrong in it. */
export function missesOf(results: Result[]): string {
  return results
    .filter(({ wrong }) => wrong.length > 0)
    .flatMap(({ figure, one, wrong }) => {
      const remark = [one.conflict && `(conflict: ${one.conflict})`, one.note].filter(Boolean)
      return [`${figure} ${one.file} ${remark.join(' ')}`, ...wrong.map((line) => `    ${line}`)]
    })
    .join('\n')
}
