import type { EntityKey } from './entities.ts'

/** New values of fields; laid over what the server says. */
export type Patch = Readonly<Record<string, unknown>>

/** A change that was made here and is not known to be in what the server told. `told`: fields whose echo came. */
export type PendingEntry = {
  readonly mutationId: string
  readonly key: EntityKey
  readonly patch: Patch
  readonly told: ReadonlySet<string>
}

/** A log of pending changes, oldest first. */
export type Overlay = readonly PendingEntry[]

/** Adds a pending change behind the others. */
export function layDown(overlay: Overlay, entry: Omit<PendingEntry, 'told'>): Overlay {
  return [...overlay, { ...entry, told: new Set() }]
}

/** Takes a change away: its answer is in, or it failed. What others laid down stays. */
export function takeUp(overlay: Overlay, mutationId: string): Overlay {
  const left = overlay.filter((entry) => entry.mutationId !== mutationId)
  return left.length === overlay.length ? overlay : left
}

/**
 * The stream told these fields of a change: from now on the server's word on them counts. The rest stays laid over,
 * since a command tells several facts and the next may follow; the change is gone when every field was told.
 */
export function echoed(overlay: Overlay, mutationId: string, fields: readonly string[]): Overlay {
  if (!overlay.some((entry) => entry.mutationId === mutationId)) return overlay
  return overlay.flatMap((entry) => {
    if (entry.mutationId !== mutationId) return [entry]
    const told = new Set([...entry.told, ...fields])
    return Object.keys(entry.patch).every((field) => told.has(field)) ? [] : [{ ...entry, told }]
  })
}

/** What is shown: the server's data and over it what is pending, oldest first. The same object when nothing is. */
export function layOver<T>(data: T, overlay: Overlay, key: EntityKey): T {
  let shown = data
  for (const entry of overlay) {
    if (entry.key !== key) continue
    for (const [field, value] of Object.entries(entry.patch))
      if (!entry.told.has(field)) shown = { ...shown, [field]: value }
  }
  return shown
}
