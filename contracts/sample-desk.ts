import Type, { type Static } from 'typebox'
import { Nullable } from './fields.ts'
import { defineRoute } from './route.ts'

/** Whether the desk holds a sample to look around in. `firstTicketKey` is the ticket to look at first. */
export const SampleDesk = Type.Object(
  { loaded: Type.Boolean(), tickets: Type.Integer(), firstTicketKey: Nullable(Type.String()) },
  { title: 'SampleDesk' },
)
export type SampleDesk = Static<typeof SampleDesk>

export const readSampleDesk = defineRoute({
  method: 'GET',
  path: '/api/v1/sample-desk',
  summary: 'Whether the sample desk is loaded',
  tag: 'Administration',
  access: { role: 'OWNER', scope: 'admin:read' },
  answers: { 200: SampleDesk },
  errors: [],
})

export const loadSampleDesk = defineRoute({
  method: 'POST',
  path: '/api/v1/sample-desk',
  summary: 'Fill the desk with 40 sample tickets of 6 sample people; no mail leaves',
  tag: 'Administration',
  access: { role: 'OWNER', scope: 'admin:write' },
  answers: { 201: SampleDesk },
  errors: ['already-exists', 'conflict'],
})

export const removeSampleDesk = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sample-desk',
  summary: 'Remove the sample tickets and people with all that hangs on them',
  tag: 'Administration',
  access: { role: 'OWNER', scope: 'admin:write' },
  answers: { 200: SampleDesk },
  errors: ['not-found', 'conflict'],
})

export const SAMPLE_DESK_ROUTES = [readSampleDesk, loadSampleDesk, removeSampleDesk] as const
