import type { WorkerEvents } from 'graphile-worker'

/** Keeps a tenant to its share of a runner's workers. */
export type TenantShare = {
  /** Asked before each fetch of a job: the flags of tenants that have their share already. */
  forbiddenFlags(): Promise<string[]>
  /** Watches the runner's fetches, to know what is under way. */
  watch(events: WorkerEvents): void
  /** Says that a job of the tenant has ended. */
  ended(tenantId: string): void
}

/** A fetch under way may bring any tenant's job but theirs. */
type Fetch = { forbidden: ReadonlySet<string> }

/**
 * A tenant has at most `max` jobs under way. A fetch says only when it is over whose job it brings, so until then it
 * counts for every tenant that it may bring; idle workers that all look at once would else all take the same
 * tenant's (eight of eight: seen). For the same reason at most `max` fetches go on at once. One share serves one runner.
 */
export function tenantShare(max: number): TenantShare {
  const underWay = new Map<string, number>()
  const asked: Fetch[] = []
  const fetching = new Map<unknown, Fetch>()
  const waiting: (() => void)[] = []
  const fetches = () => [...asked, ...fetching.values()]
  const fetchEnded = (worker: unknown) => {
    fetching.delete(worker)
    waiting.shift()?.()
  }
  return {
    async forbiddenFlags() {
      while (fetches().length >= max) await new Promise<void>((resolve) => waiting.push(resolve))
      const full = [...underWay]
        .filter(([id, count]) => count + mayBring(fetches(), id) >= max)
        .map(([id]) => id)
      asked.push({ forbidden: new Set(full) })
      return full.map((id) => `tenant:${id}`)
    },
    watch(events) {
      events.on('worker:getJob:start', ({ worker }) => {
        const fetch = asked.shift()
        if (fetch !== undefined) fetching.set(worker, fetch)
      })
      events.on('worker:getJob:empty', ({ worker }) => fetchEnded(worker))
      events.on('worker:getJob:error', ({ worker }) => fetchEnded(worker))
      events.on('job:start', ({ worker, job }) => {
        const tenantId = tenantOf(job.payload)
        if (tenantId !== undefined) underWay.set(tenantId, (underWay.get(tenantId) ?? 0) + 1)
        fetchEnded(worker)
      })
    },
    ended(tenantId) {
      const left = (underWay.get(tenantId) ?? 1) - 1
      if (left === 0) underWay.delete(tenantId)
      else underWay.set(tenantId, left)
    },
  }
}

/** The tenant that a job was stamped with; nothing when it was not added by Docket. */
export function tenantOf(payload: unknown): string | undefined {
  const { tenantId } = (payload ?? {}) as { tenantId?: unknown }
  return typeof tenantId === 'string' ? tenantId : undefined
}

function mayBring(fetches: readonly Fetch[], tenantId: string): number {
  return fetches.filter(({ forbidden }) => !forbidden.has(tenantId)).length
}
