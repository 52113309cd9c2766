/** One row a line; a broken bar in a row breaks it, N is the author and E the address. */
export function rowsOf(list: string): string[] {
  return list
    .trim()
    .split('\n')
    .map((row) => row.trim().replaceAll('¦', '\n'))
    .map((row) => row.replace(/\bN\b/g, 'Nora Customer').replace(/\bE\b/g, 'nora@example.test'))
}
