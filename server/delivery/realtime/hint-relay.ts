import type { Hint, WakeUps } from '../../platform/log/index.ts'

/** Passes hints on to the feed of their tenant alone. */
export type HintRelay = { tell(hint: Hint): void; of(tenantId: string): Pick<WakeUps, 'onHint'> }

/** A relay that nobody listens to yet. */
export function hintRelay(): HintRelay {
  const listeners = new Map<string, (hint: Hint) => void>()
  return {
    tell: (hint) => listeners.get(hint.tenantId)?.(hint),
    of: (tenantId) => ({
      onHint(listener) {
        listeners.set(tenantId, listener)
        return () => {
          // A new feed of the tenant may have taken the place.
          if (listeners.get(tenantId) === listener) listeners.delete(tenantId)
        }
      },
    }),
  }
}
