import type { Request, Response } from 'express'
import { takeNotice } from './notice.ts'
import { layout, type Page } from './views/layout.ts'
import { visitOf } from './visit.ts'

/** Answers with a page in the common layout, with the notice that waits for the visitor. */
export async function showPage(request: Request, response: Response, page: Page): Promise<void> {
  const visit = visitOf(response)
  const notice = visit.person ? await takeNotice(request) : null
  response.set('Cache-Control', 'no-store')
  response.type('html').send(layout({ ...visit, notice }, page).value)
}
