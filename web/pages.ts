import type { Request, Response } from 'express'
import type { SafeHtml } from '../gateway/lib/html.ts'
import { takeNotice } from './notice.ts'
import { layout } from './views/layout.ts'
import { visitOf } from './visit.ts'

export type Section = 'records' | 'mails' | 'admin' | 'none'

export type Page = { title: string; content: SafeHtml; section?: Section; wide?: boolean }

/** Answers with a page in the common layout, with the notice that waits for the visitor. */
export async function showPage(request: Request, response: Response, page: Page): Promise<void> {
  const visit = visitOf(response)
  const notice = visit.person ? await takeNotice(request) : null
  response.set('Cache-Control', 'no-store')
  response.type('html').send(layout({ ...visit, notice }, page).value)
}
