import { Router } from 'express'
import type { Office } from '../office.ts'

export function subscriptionRoutes(_office: Office): Router {
  return Router()
}
