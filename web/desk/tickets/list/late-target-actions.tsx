import { useEffect } from 'react'
import { useLoaded } from '../../../ui/late-code.ts'

const loadActions = () => import('./target-actions.tsx')

/** The keys of properties, whose code comes right behind the first rows. */
export function LateTargetActions() {
  const { loaded, load } = useLoaded(loadActions)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, sooner than the page is idle.
  useEffect(load, [])
  return loaded === undefined ? null : <loaded.TargetActions />
}
