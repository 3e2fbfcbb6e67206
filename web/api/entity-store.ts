import {
  type Entities,
  type EntityKey,
  type EntityRecord,
  type EntityType,
  entityKey,
  withAnswer,
} from './entities.ts'
import { echoed, layDown, layOver, type Overlay, type Patch, takeUp } from './overlay.ts'

export type EntityStore = {
  /** What is shown: the server's data with what is pending over it. The same object until it changes. */
  get<T extends EntityType>(type: T, id: string): Entities[T] | undefined
  /** What the server last told, without what is pending. */
  record<T extends EntityType>(type: T, id: string): EntityRecord<Entities[T]> | undefined
  /** The first thing of a type that is so; looks at each. */
  find<T extends EntityType>(type: T, isSo: (data: Entities[T]) => boolean): Entities[T] | undefined
  /** Takes a whole answer; an older one changes nothing. */
  put<T extends EntityType>(type: T, version: number, data: Entities[T]): void
  putAll<T extends EntityType>(type: T, items: readonly { version: number; data: Entities[T] }[]): void
  /** Puts in what the stream told of something known. */
  amend<T extends EntityType>(
    type: T,
    id: string,
    change: (record: EntityRecord<Entities[T]>) => EntityRecord<Entities[T]>,
  ): void
  /** The stream told of a version of something that is not known here: an answer from before it is stale. */
  toldUnknown(type: EntityType, id: string, version: number): void
  remove(type: EntityType, id: string): void
  subscribe(type: EntityType, id: string, listener: () => void): () => void
  /** Hears of every change, by name; for lists. */
  onChange(listener: (key: EntityKey) => void): () => void
  isWatched(key: EntityKey): boolean
  /** Events were or may have been missed: nothing of this type (or all) is relied on until read anew. */
  markStale(keys?: readonly EntityKey[]): void
  /** Known things that are not fresh. */
  unfresh(): { key: EntityKey; freshness: 'partial' | 'stale' }[]
  layDown(mutationId: string, type: EntityType, id: string, patch: Patch): void
  takeUp(mutationId: string): void
  echoed(mutationId: string, fields: readonly string[]): void
  /** Whether a change is still laid over what the server says. */
  isPending(mutationId: string): boolean
  pendingOf(type: EntityType, id: string): Overlay
  clear(): void
}

/**
 * Everything the pages know of the desk, by name. Server data is always applied underneath; what is pending is laid
 * over it and taken up by itself, so one failed change never takes another with it.
 * Rule: docs/behaviour/web-data.md, "What is shown".
 */
export function createEntityStore(): EntityStore {
  const records = new Map<EntityKey, EntityRecord>()
  const shown = new Map<EntityKey, unknown>()
  const listeners = new Map<EntityKey, Set<() => void>>()
  const allListeners = new Set<(key: EntityKey) => void>()
  /** Versions that were told of what is not known; the last 500. */
  const told = new Map<EntityKey, number>()
  let overlay: Overlay = []

  const tell = (key: EntityKey) => {
    shown.delete(key)
    for (const listener of [...(listeners.get(key) ?? [])]) listener()
    for (const listener of [...allListeners]) listener(key)
  }
  const save = (key: EntityKey, next: EntityRecord) => {
    const before = records.get(key)
    if (before === next) return
    records.set(key, next)
    const isSame = before !== undefined && before.data === next.data && before.version === next.version
    if (!isSame || before.freshness !== next.freshness) tell(key)
  }
  const setOverlay = (next: Overlay) => {
    if (next === overlay) return
    const touched = new Set(
      [...overlay, ...next]
        .filter((entry) => !(overlay.includes(entry) && next.includes(entry)))
        .map(({ key }) => key),
    )
    overlay = next
    for (const key of touched) tell(key)
  }
  const put: EntityStore['put'] = (type, version, data) => {
    const key = entityKey(type, data.id)
    const next = withAnswer(records.get(key), version, data)
    const isBehind = next.version < (told.get(key) ?? 0)
    told.delete(key)
    save(key, isBehind ? { ...next, freshness: 'stale' } : next)
  }
  return {
    get<T extends EntityType>(type: T, id: string) {
      const key = entityKey(type, id)
      const record = records.get(key)
      if (record === undefined) return undefined
      if (!shown.has(key)) shown.set(key, layOver(record.data, overlay, key))
      return shown.get(key) as Entities[T]
    },
    record: <T extends EntityType>(type: T, id: string) =>
      records.get(entityKey(type, id)) as EntityRecord<Entities[T]> | undefined,
    find<T extends EntityType>(type: T, isSo: (data: Entities[T]) => boolean) {
      for (const [key, { data }] of records)
        if (key.startsWith(`${type}:`) && isSo(data as Entities[T])) return data as Entities[T]
      return undefined
    },
    put,
    putAll(type, items) {
      for (const { version, data } of items) put(type, version, data)
    },
    amend(type, id, change) {
      const key = entityKey(type, id)
      const record = records.get(key)
      if (record !== undefined) save(key, change(record as Parameters<typeof change>[0]))
    },
    toldUnknown(type, id, version) {
      const key = entityKey(type, id)
      const newest = Math.max(version, told.get(key) ?? 0)
      told.delete(key)
      told.set(key, newest)
      const oldest = told.keys().next()
      if (told.size > TOLD_MAX && oldest.done === false) told.delete(oldest.value)
    },
    remove(type, id) {
      const key = entityKey(type, id)
      if (records.delete(key)) tell(key)
    },
    subscribe(type, id, listener) {
      const key = entityKey(type, id)
      const own = listeners.get(key) ?? new Set()
      listeners.set(key, own)
      own.add(listener)
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key)
      }
    },
    onChange(listener) {
      allListeners.add(listener)
      return () => allListeners.delete(listener)
    },
    isWatched: (key) => listeners.has(key),
    markStale(keys = [...records.keys()]) {
      for (const key of keys) {
        const record = records.get(key)
        if (record !== undefined) save(key, { ...record, freshness: 'stale' })
      }
    },
    unfresh: () =>
      [...records].flatMap(([key, { freshness }]) => (freshness === 'fresh' ? [] : [{ key, freshness }])),
    layDown: (mutationId, type, id, patch) =>
      setOverlay(layDown(overlay, { mutationId, key: entityKey(type, id), patch })),
    takeUp: (mutationId) => setOverlay(takeUp(overlay, mutationId)),
    echoed: (mutationId, fields) => setOverlay(echoed(overlay, mutationId, fields)),
    isPending: (mutationId) => overlay.some((entry) => entry.mutationId === mutationId),
    pendingOf: (type, id) => overlay.filter(({ key }) => key === entityKey(type, id)),
    clear() {
      const keys = new Set([...records.keys(), ...overlay.map(({ key }) => key)])
      records.clear()
      told.clear()
      overlay = []
      for (const key of keys) tell(key)
    },
  }
}

const TOLD_MAX = 500
