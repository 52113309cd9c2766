import { table } from '../rows.ts'

/** A mail's words and layout for one record type and language; several languages share a code. */
export type MailTemplateRow = {
  id: number
  record_type_id: number
  /** What commands and rules call it. */
  code: string
  language: string
  name: string
  /** The version that is sent; null: none yet. */
  published_id: number | null
  created_at: number
  removed_at: number | null
}

export type MailTemplateVersionRow = {
  id: number
  template_id: number
  number: number
  subject: string
  /** MJML sections; their values are in Liquid. */
  layout: string
  /** The text part, written by hand. */
  words: string
  author_id: number
  saved_at: number
  /** null: a draft, which the next save overwrites. */
  published_at: number | null
}

export const mailTemplates = table<MailTemplateRow>('mail_templates')
export const mailTemplateVersions = table<MailTemplateVersionRow>('mail_template_versions')
