import type { StreamEvent } from '../../../contracts/realtime.ts'
import { isId } from '../../platform/ids/index.ts'
import type { StreamedEvent } from './log-queries.ts'
import type { Audience } from './viewer.ts'

const PUBLIC_FIELDS: ReadonlySet<string> = new Set(['status', 'priority', 'subject', 'teamId'])
const PUBLIC_REFS: ReadonlySet<string> = new Set(['messageId', 'attachmentId'])
/** What no stream carries, whoever looks. */
const NEVER_FIELDS: ReadonlySet<string> = new Set(['body', 'bodyHtml'])

/** An event as a stream tells it to an audience. Rule: docs/behaviour/stream.md, "What an event tells". */
export function presentEvent(event: StreamedEvent, audience: Audience): StreamEvent {
  const { id, type, ticketId, ticketVersion: version, visibility, at, actor } = event
  const isPublic = audience === 'PUBLIC'
  const { mutationId } = event.cause
  return {
    ...(isPublic ? {} : { seq: event.seq }),
    id,
    type,
    ticketId,
    version,
    visibility,
    actor: isPublic ? { type: actor.type === 'system' ? 'system' : 'person', id: null } : actor,
    at,
    ...(isPublic || mutationId === undefined ? {} : { mutationId }),
    changes: event.changes
      .filter(({ field }) => (isPublic ? PUBLIC_FIELDS.has(field) : !NEVER_FIELDS.has(field)))
      .map(({ field, to }) => ({ field, to })),
    refs: idsOf(event.refs, isPublic),
  }
}

function idsOf(refs: Record<string, unknown>, isPublic: boolean): Record<string, string> {
  const ids: Record<string, string> = {}
  for (const [name, value] of Object.entries(refs))
    if (typeof value === 'string' && isId(value) && (!isPublic || PUBLIC_REFS.has(name))) ids[name] = value
  return ids
}
