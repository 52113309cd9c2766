import { Router } from 'express'
import type { Office } from '../office.ts'

export function devInboxRoutes(_office: Office): Router {
  return Router()
}
