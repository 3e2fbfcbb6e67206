/** A fact to be appended; positions are given at the flush. `Type` is the closed list of the contracts. */
export type NewEvent = {
  type: string
  ticketId?: string
  ticketVersion?: number
  visibility: 'PUBLIC' | 'INTERNAL'
  actor: EventActor
  at: string
  changes?: { field: string; from: unknown; to: unknown }[]
  cause?: Record<string, string>
  refs?: Record<string, unknown>
}

export type EventActor = { type: 'person' | 'key' | 'system'; id: string | null; onBehalfOf?: string }

/** A stored fact as readers see it. `at` is RFC 3339. */
export type StoredEvent = {
  seq: number
  id: string
  type: string
  ticketId: string | null
  ticketVersion: number | null
  visibility: 'PUBLIC' | 'INTERNAL'
  actor: EventActor
  at: string
  changes: { field: string; from: unknown; to: unknown }[]
  cause: Record<string, string>
  refs: Record<string, unknown>
}
