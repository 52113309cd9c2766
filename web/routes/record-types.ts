import { Router } from 'express'
import type { Office } from '../office.ts'

export function recordTypeRoutes(_office: Office): Router {
  return Router()
}
