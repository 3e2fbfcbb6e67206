import type { StreamEvent } from '../../contracts/realtime.ts'
import type { EntityKey } from './entities.ts'
import type { ConflictField } from './mutation.ts'
import type { Patch } from './overlay.ts'

/** Per field the values that the server may have when the change is sent, so that nobody's change is written over. */
export type Expected = Map<string, Set<unknown>>

/** What a person saw and what the server had when they made the change: both are no surprise. */
export function expect(patch: Patch, shown: object | undefined, server: object | undefined): Expected {
  const of = (data: object | undefined, field: string) =>
    (data as Record<string, unknown> | undefined)?.[field]
  return new Map(Object.keys(patch).map((field) => [field, new Set([of(shown, field), of(server, field)])]))
}

/** What an own earlier change made of the thing is no surprise either. */
export function expectAlso(expected: Expected, answer: object): void {
  for (const [field, values] of expected) values.add((answer as Record<string, unknown>)[field])
}

/** The fields that are neither as expected nor as wanted. */
export function conflictsOf(patch: Patch, expected: Expected, server: object | undefined): ConflictField[] {
  if (server === undefined) return []
  return Object.entries(patch).flatMap(([field, mine]) => {
    const theirs = (server as Record<string, unknown>)[field]
    const isFine = Object.is(theirs, mine) || expected.get(field)?.has(theirs) === true
    return isFine ? [] : [{ field, mine, theirs }]
  })
}

/** Who last changed a field, by what the stream told; forgets the oldest. */
export type Changers = {
  heard(event: StreamEvent, key: EntityKey): void
  of(key: EntityKey, field: string): { by: string | null; at: string } | undefined
}

/** Remembers the last changer of each field of 500 things. */
export function createChangers(): Changers {
  const known = new Map<EntityKey, Map<string, { by: string | null; at: string }>>()
  return {
    heard(event, key) {
      const fields = known.get(key) ?? new Map()
      for (const { field } of event.changes)
        fields.set(field, { by: event.actor.onBehalfOf ?? event.actor.id, at: event.at })
      known.delete(key)
      known.set(key, fields)
      const oldest = known.keys().next()
      if (known.size > THINGS_MAX && oldest.done === false) known.delete(oldest.value)
    },
    of: (key, field) => known.get(key)?.get(field),
  }
}

const THINGS_MAX = 500
