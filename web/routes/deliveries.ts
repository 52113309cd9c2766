import { Router } from 'express'
import type { Office } from '../office.ts'

export function deliveryRoutes(_office: Office): Router {
  return Router()
}
