import { keepCompiled } from './lib/compile-cache.ts'

keepCompiled()
const { program } = await import('./cli/program.ts')
await program().parseAsync(process.argv)
