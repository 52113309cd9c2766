import { Router } from 'express'
import type { Office } from '../office.ts'

export function healthRoutes(_office: Office): Router {
  return Router()
}
