import { inject } from 'vitest'
import { type ClonedDatabase, cloneFrom } from './clone-from.ts'
import './test-ground.ts'

export type { ClonedDatabase } from './clone-from.ts'

/** A database of a test file's own, cloned from the migrated template. */
export function cloneDatabase(): Promise<ClonedDatabase> {
  return cloneFrom(inject('ground'))
}
