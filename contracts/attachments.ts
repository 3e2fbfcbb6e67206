import { IdRef } from './fields.ts'
import { defineRoute } from './route.ts'

export const readAttachment = defineRoute({
  method: 'GET',
  path: '/api/v1/attachments/:id',
  summary: 'Read the bytes of an attachment',
  tag: 'Tickets',
  access: { role: 'EMPLOYEE', scope: 'tickets:read' },
  params: IdRef,
  answers: { 200: null },
  errors: ['not-found'],
})

export const ATTACHMENT_ROUTES = [readAttachment] as const
