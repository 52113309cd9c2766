import { Router } from 'express'
import type { Office } from '../office.ts'

export function activityTypeRoutes(_office: Office): Router {
  return Router()
}
