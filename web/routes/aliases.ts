import { Router } from 'express'
import type { Office } from '../office.ts'

export function aliasRoutes(_office: Office): Router {
  return Router()
}
