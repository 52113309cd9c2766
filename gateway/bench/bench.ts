export async function bench(_options: {
  json?: boolean
  rounds: number
  only?: string
}): Promise<void> {}
