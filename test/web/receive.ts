import type { Office } from './open-office.ts'

const SENDER = 'nora@customer.test'

/** Hands in a raw mail with proof of its sender, and waits until it is filed. */
export async function receive(
  { intake, site }: Office,
  source: string,
  { from = SENDER, to = 'support@example.test' } = {},
): Promise<string> {
  const bytes = Buffer.from(source.replace(/\n/g, '\r\n'))
  const arrival = {
    door: 'dev' as const,
    remote: '',
    mailFrom: from,
    recipients: [to],
    authenticated: from,
    size: bytes.length,
  }
  const id = intake.mailbag.newId()
  const original = await site.files.startOriginal(id)
  await original.write(bytes)
  await original.finish()
  await intake.mailbag.accept({ ...arrival, source: null, file: original.name }, id)
  intake.sorter.arrived(id)
  await intake.sorter.idle()
  return id
}
