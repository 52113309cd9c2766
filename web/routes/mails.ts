import { Router } from 'express'
import type { Office } from '../office.ts'

export function mailRoutes(_office: Office): Router {
  return Router()
}
