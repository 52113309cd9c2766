import { Router } from 'express'
import type { Office } from '../office.ts'

export function peopleRoutes(_office: Office): Router {
  return Router()
}
