import { Command } from 'commander'
import { adminCommands } from './admin-commands.ts'
import { mailCommands } from './mail-commands.ts'
import { recordCommands } from './record-commands.ts'
import { serverCommands } from './server-commands.ts'

/** The command line. Names, options and exit codes are a contract: tools outside the project call them. */
export function program(): Command {
  const postern = new Command('postern')
    .description('An email-first chatter gateway.')
    .configureHelp({ sortSubcommands: true })
    .exitOverride((failure) => process.exit(failure.exitCode === 0 ? 0 : 2))
  serverCommands(postern)
  mailCommands(postern)
  recordCommands(postern)
  adminCommands(postern)
  return postern
}
