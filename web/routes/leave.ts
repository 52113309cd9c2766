import { Router } from 'express'
import type { Office } from '../office.ts'

export function leaveRoutes(_office: Office): Router {
  return Router()
}
