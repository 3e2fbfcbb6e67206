import { useEffect } from 'react'
import { useLoaded, usePainted } from '../../../ui/late-code.ts'

const loadActions = () => import('./target-actions.tsx')

/** The keys of properties, whose code comes right behind the first rows. */
export function LateTargetActions() {
  const { loaded, load } = useLoaded(loadActions)
  const isPainted = usePainted()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, sooner than the page is idle.
  useEffect(() => {
    if (isPainted) load()
  }, [isPainted])
  return loaded === undefined ? null : <loaded.TargetActions />
}
