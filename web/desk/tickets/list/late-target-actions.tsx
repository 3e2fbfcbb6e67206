import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ActionId } from '../../../app/keys/actions.ts'
import { keyboard } from '../../../app/keys/keyboard.ts'
import { useLoaded, usePainted } from '../../../ui/late-code.ts'

const loadActions = () => import('./target-actions.tsx')

const LATE: readonly ActionId[] = [
  'property.assignMe',
  'property.assignee',
  'property.status',
  'property.priority',
  'property.resolve',
]

/** The keys of properties, whose code comes right behind the first rows; a key that is pressed before waits for it. */
export function LateTargetActions() {
  const { loaded, load } = useLoaded(loadActions)
  const isPainted = usePainted()
  const wanted = useRef<ActionId | undefined>(undefined)
  // Sooner than the page is idle.
  useEffect(() => {
    if (isPainted) void load()
  }, [isPainted, load])
  useLayoutEffect(() => {
    if (loaded === undefined) {
      const want = (id: ActionId) => () => {
        wanted.current = id
        void load()
      }
      const ends = LATE.map((id) => keyboard.offer(id, want(id)))
      return () => {
        for (const end of ends) end()
      }
    }
    if (wanted.current !== undefined) keyboard.run(wanted.current)
    wanted.current = undefined
    return undefined
  }, [loaded, load])
  return loaded === undefined ? null : <loaded.TargetActions />
}
