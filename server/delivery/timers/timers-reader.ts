import { sql, type TenantTx } from '../../platform/db/index.ts'
import { addJobs, type JobSpec, removeJobs } from '../../platform/jobs/index.ts'
import type { Reader, StoredEvent } from '../../platform/log/index.ts'
import { IGNORED_EVENTS } from './ignored-events.ts'
import { scheduleQueuedReplies, sendKey } from './queued-reply-jobs.ts'

export const CLOSE_RESOLVED = 'close-resolved'

const CLAIMS = ['ticket.status_changed', 'reply.queued', 'reply.taken_back', 'admin.sample_removed'] as const

/** What a closing job carries: which ticket, which of its resolutions, and the request that resolved it. */
export type CloseResolvedData = { ticketId: string; resolvedAt: string; requestId?: string }

/**
 * Schedules, moves and takes back the delayed jobs of deadlines from the log, with one call a batch: the closing of a
 * resolved ticket after the tenant's time, the sending of a reply that is held back. The row is the truth; the job
 * looks at it again before it acts.
 */
export const timersReader: Reader = {
  name: 'timers',
  claims: CLAIMS,
  ignores: IGNORED_EVENTS,
  async take(tx, events) {
    scheduleQueuedReplies(tx, events)
    await scheduleClosings(tx, events)
    // Last, so that nothing of the same batch is left for what is no more.
    removeJobs(tx, events.flatMap(keysOfRemoved))
  },
}

async function scheduleClosings(tx: TenantTx, events: StoredEvent[]): Promise<void> {
  const newest = newestStatuses(events)
  if (newest.size === 0) return
  const hours = await autoCloseHours(tx)
  const resolved = [...newest].filter(([, status]) => status.to === 'RESOLVED')
  const left = [...newest].filter(([, status]) => status.to !== 'RESOLVED' && status.from === 'RESOLVED')
  removeJobs(
    tx,
    left.map(([ticketId]) => closeKey(ticketId)),
  )
  const soonest = resolved.some(([, status]) => status.isSample) ? await inAMinute(tx) : ''
  addJobs(
    tx,
    resolved.map(([ticketId, { at, requestId, isSample }]) => {
      const due = { ticketId, resolvedAt: at, ...(requestId === undefined ? {} : { requestId }) }
      const job = closeJob(due, hours)
      return isSample && (job.runAt ?? '') < soonest ? { ...job, runAt: soonest } : job
    }),
  )
}

/** A history that is being written down comes to the closings of its past by itself; until then none is hurried. */
async function inAMinute(tx: TenantTx): Promise<string> {
  const [row] = await tx.rows<{ at: string }>(sql`SELECT app.now() + interval '1 minute' AS at`)
  return row?.at ?? ''
}

/** The closing job of a resolution, due after `hours` elapsed hours (not working hours). */
export function closeJob(data: CloseResolvedData, hours: number): JobSpec {
  const runAt = new Date(Date.parse(data.resolvedAt) + hours * 3600_000).toISOString()
  return { task: CLOSE_RESOLVED, payload: data, key: closeKey(data.ticketId), runAt }
}

/** The hours after which the tenant closes what is resolved. */
export async function autoCloseHours(tx: Pick<TenantTx, 'rows' | 'tenantId'>): Promise<number> {
  const [row] = await tx.rows<{ hours: number }>(
    sql`SELECT auto_close_after_hours AS hours FROM app.tenant_setting WHERE tenant_id = ${tx.tenantId}`,
  )
  if (row === undefined) throw new Error('a tenant without settings')
  return row.hours
}

/** The jobs of tickets and held replies that are no more; one that runs before this finds nothing and ends. */
function keysOfRemoved({ type, refs }: StoredEvent): string[] {
  if (type !== 'admin.sample_removed') return []
  const ids = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
  return [...ids(refs.ticketIds).map(closeKey), ...ids(refs.queuedReplyIds).map(sendKey)]
}

function closeKey(ticketId: string): string {
  return `close:${ticketId}`
}

type StatusChange = {
  from: unknown
  to: unknown
  at: string
  requestId: string | undefined
  /** Whether a sample desk tells it of its past. */
  isSample: boolean
}

/** Each ticket's way through the batch: where it came from first and where it stands last. */
function newestStatuses(events: StoredEvent[]): Map<string, StatusChange> {
  const newest = new Map<string, StatusChange>()
  for (const event of events) {
    const change = event.changes.find(({ field }) => field === 'status')
    if (event.ticketId === null || change === undefined) continue
    const before = newest.get(event.ticketId)
    const wasResolved = [before?.from, before?.to, change.from].includes('RESOLVED')
    newest.set(event.ticketId, {
      from: wasResolved ? 'RESOLVED' : change.from,
      to: change.to,
      at: event.at,
      requestId: event.cause.requestId,
      isSample: event.cause.sample === 'true',
    })
  }
  return newest
}
