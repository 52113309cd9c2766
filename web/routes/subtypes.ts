import { Router } from 'express'
import type { Office } from '../office.ts'

export function subtypeRoutes(_office: Office): Router {
  return Router()
}
