import { Command } from 'commander'
import { activityTypeCommands } from './activity-type-commands.ts'
import { aliasCommands } from './alias-commands.ts'
import { blockCommands } from './block-commands.ts'
import { tokenCommands } from './credential-commands.ts'
import { deliveryCommands } from './delivery-commands.ts'
import { domainCommands } from './domain-commands.ts'
import { followCommands } from './follow-commands.ts'
import { mailCommands } from './mail-commands.ts'
import { messageCommand } from './messages.ts'
import { personCommands } from './person-commands.ts'
import { postCommands } from './post-commands.ts'
import { recordCommands } from './record-commands.ts'
import { ratingCommands, ruleCommands } from './rule-commands.ts'
import { searchCommand } from './search-command.ts'
import { serverCommands } from './server-commands.ts'
import { templateCommands } from './template-commands.ts'
import { typeCommands } from './type-commands.ts'

/** The command line. Names, options and exit codes are a contract: tools outside the project call them. */
export function program(): Command {
  const postern = new Command('postern')
    .description('An email-first chatter gateway.')
    .configureHelp({ sortSubcommands: true })
    .exitOverride((failure) => process.exit(failure.exitCode === 0 ? 0 : 2))
  serverCommands(postern)
  mailCommands(postern)
  deliveryCommands(postern)
  messageCommand(postern)
  searchCommand(postern)
  followCommands(postern)
  postCommands(postern)
  recordCommands(postern)
  aliasCommands(postern.command('alias').description('aliases: add, set, list, remove'))
  domainCommands(postern.command('domain').description('mail domains: set, list, remove'))
  blockCommands(postern.command('block').description('blocked senders: add, list, remove'))
  typeCommands(postern.command('type').description('record types: add, set, list'))
  personCommands(postern)
  tokenCommands(postern)
  activityTypeCommands(postern)
  templateCommands(
    postern.command('template').description('mail templates: add, set, list, remove'),
  )
  ruleCommands(postern.command('rule').description('rules: list, enable, disable, dry-run, log'))
  ratingCommands(postern.command('rating').description('the satisfaction question: set, list'))
  return postern
}
