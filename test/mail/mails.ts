import { readMail } from '../../gateway/mail/read-mail.ts'
import type { Reading } from '../../gateway/mail/reading.ts'

export const door = { mailFrom: null, ownDomains: ['postern.test'] }

const usual: Record<string, string> = {
  From: 'Vic Vendor <vic@vendor.test>',
  To: 'Support <support@example.test>',
  Subject: 'Re: The broken table',
  Date: 'Mon, 5 Jan 2026 10:00:00 +0100',
  'Message-ID': '<1@vendor.test>',
}

/** A whole mail: the usual header, changed by `header`, above a body with LF line ends. */
export function mailOf(body: string, header: Record<string, string> = {}): Buffer {
  const fields = Object.entries({ ...usual, ...header }).filter(([, value]) => value !== '')
  const lines = fields.map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}`)
}

/** Reads a plain text, or with a Content-Type in `header` any other body. */
export function readText(body: string, header: Record<string, string> = {}): Promise<Reading> {
  return readMail(mailOf(body, { 'Content-Type': 'text/plain; charset=utf-8', ...header }), door)
}

export function readHtml(html: string): Promise<Reading> {
  return readText(html, { 'Content-Type': 'text/html; charset=utf-8' })
}

/** A multipart body of the given parts, each with its own header section. */
export function multipart(...parts: string[]): string {
  return `${parts.map((part) => `--cut\n${part}\n`).join('')}--cut--\n`
}
