import { Command } from 'commander'
import { activityCommands } from './activity-commands.ts'
import { activityTypeCommands } from './activity-type-commands.ts'
import { aliasCommands } from './alias-commands.ts'
import { blockCommands } from './block-commands.ts'
import { cannedCommands } from './canned-commands.ts'
import { tokenCommands } from './credential-commands.ts'
import { deliveryCommands } from './delivery-commands.ts'
import { domainCommands } from './domain-commands.ts'
import { entryCommands, inboxCommand } from './entry-commands.ts'
import { fileCommands } from './file-commands.ts'
import { followCommands } from './follow-commands.ts'
import { importCommands } from './import-commands.ts'
import { mailCommands } from './mail-commands.ts'
import { messageCommand } from './messages.ts'
import { notifyCommand } from './notify-command.ts'
import { personCommands } from './person-commands.ts'
import { postCommands } from './post-commands.ts'
import { recordCommands } from './record-commands.ts'
import { ratingCommands, ruleCommands } from './rule-commands.ts'
import { scheduledCommands } from './scheduled-commands.ts'
import { searchCommand } from './search-command.ts'
import { serverCommands } from './server-commands.ts'
import { subtypeCommands } from './subtype-commands.ts'
import { templateCommands } from './template-commands.ts'
import { typeCommands } from './type-commands.ts'
import { whyCommand } from './why-command.ts'

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
  notifyCommand(postern)
  whyCommand(postern)
  postCommands(postern)
  recordCommands(postern)
  importCommands(postern)
  aliasCommands(postern.command('alias').description('aliases: add, set, list, remove'))
  domainCommands(postern.command('domain').description('mail domains: set, list, remove'))
  blockCommands(postern.command('block').description('blocked senders: add, list, remove'))
  cannedCommands(postern.command('canned').description('canned responses: add, list, remove'))
  entryCommands(
    postern
      .command('message')
      .description('an entry of a thread: edit, delete, history, react, star, read'),
  )
  inboxCommand(postern)
  scheduledCommands(
    postern.command('scheduled').description('scheduled messages: list, set, now, cancel'),
  )
  fileCommands(postern.command('file').description('files kept back: list, let-through'))
  typeCommands(
    postern
      .command('type')
      .description('record types: add, set, show, list, remove, restore, undo'),
  )
  subtypeCommands(postern)
  personCommands(postern)
  tokenCommands(postern)
  activityTypeCommands(postern)
  activityCommands(postern)
  templateCommands(
    postern.command('template').description('mail templates: add, set, list, remove'),
  )
  ruleCommands(postern.command('rule').description('rules: list, enable, disable, dry-run, log'))
  ratingCommands(postern.command('rating').description('the satisfaction question: set, list'))
  return postern
}
