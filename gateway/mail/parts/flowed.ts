/**
 * Joins the lines that format=flowed had broken: a line that ends in a blank goes on in the next one of the same quote
 * depth; the signature delimiter never does. RFC 3676 section 4.
 */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = []
  let open: string[] | null = null
  let openDepth = -1
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line)
    const content = unstuff(line.slice(depth))
    const flows = content.endsWith(' ') && content !== '-- '
    const piece = flows && deleteSpace ? content.slice(0, -1) : content
    if (open && depth === openDepth && content !== '-- ') open.push(piece)
    else {
      if (open) out.push(open.join(''))
      open = [quoteMark(depth) + piece]
    }
    openDepth = depth
    if (!flows) {
      out.push(open.join(''))
      open = null
    }
  }
  if (open) out.push(open.join(''))
  return out.join('\n')
}

function quoteDepth(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}

function unstuff(text: string): string {
  return text.startsWith(' ') ? text.slice(1) : text
}

function quoteMark(depth: number): string {
  return depth === 0 ? '' : `${'>'.repeat(Math.min(depth, 50))} `
}
