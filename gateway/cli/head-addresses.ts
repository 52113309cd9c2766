import { readHeadOnly } from '../mail/read-mail.ts'

/** The addresses that a mail's header names as recipients, for doors that bring no envelope. */
export function headAddresses(source: Uint8Array): string[] {
  const { to, cc, deliveredTo } = readHeadOnly(source, '')
  const all = [...deliveredTo, ...[...to, ...cc].map((mailbox) => mailbox.address)]
  return [...new Set(all.filter((address) => address !== ''))].slice(0, 100)
}
