import type { Event } from '../../../../contracts/events.ts'
import { PRIORITIES, STATUSES } from '../../../../contracts/tickets.ts'
import { type MessageId, t } from '../../../locales/t.ts'
import { priorityName, statusName } from '../marks/index.ts'

/** How ids become words. Each answers undefined for what it does not know. */
export type Names = {
  person(id: string): string | undefined
  team(id: string): string | undefined
}

/** A fact in words: what, and where it changed something, from what to what. */
export type EventWords = { what: string; from?: string; to?: string; who: string }

/** The words for each value that a fact changed; a fact that changed none has one for itself. */
export function eventWords(event: Event, names: Names): EventWords[] {
  const who = actorName(event, names)
  const changes = event.type === 'ticket.created' ? [] : event.changes.filter(({ field }) => isTold(field))
  if (changes.length === 0) return [{ what: typeName(event), who }]
  return changes.map(({ field, from, to }) => ({
    what: t(`detail.field.${field}` as MessageId),
    from: valueName(field, from, names),
    to: valueName(field, to, names),
    who,
  }))
}

/** The same as one sentence. */
export function eventSentence(event: Event, names: Names): string {
  const [{ what, from, to, who }] = eventWords(event, names) as [EventWords]
  if (from === undefined || to === undefined) return t('detail.event.by', { what, who })
  return t('detail.event.changedBy', { what, from, to, who })
}

/** Who did it. A key acts for itself, or for a person. */
export function actorName({ actor }: Pick<Event, 'actor'>, names: Names): string {
  const id = actor.onBehalfOf ?? (actor.type === 'person' ? actor.id : null)
  if (id !== null) return names.person(id) ?? t('detail.somebody')
  return actor.type === 'system' ? t('detail.system') : t('detail.key')
}

/** A value of a ticket's field in words. */
export function valueName(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return t('detail.nothing')
  if (field === 'assigneeId') return names.person(String(value)) ?? t('detail.somebody')
  if (field === 'teamId') return names.team(String(value)) ?? t('detail.anotherTeam')
  const status = STATUSES.find((one) => field === 'status' && one === value)
  if (status !== undefined) return statusName(status)
  const priority = PRIORITIES.find((one) => field === 'priority' && one === value)
  return priority === undefined ? String(value) : priorityName(priority)
}

const TOLD_FIELDS = ['status', 'assigneeId', 'priority', 'subject', 'teamId'] as const
const TOLD_TYPES = [
  'ticket.created',
  'ticket.updated',
  'ticket.linked',
  'ticket.merged',
  'ticket.redacted',
  'message.added',
  'reply.queued',
  'reply.taken_back',
  'reply.blocked',
  'attachment.added',
  'delivery.sent',
  'delivery.failed',
  'delivery.retried',
] as const

function isTold(field: string): boolean {
  return TOLD_FIELDS.some((told) => told === field)
}

/** A type that has no words of its own yet is said as it is. */
function typeName({ type, visibility }: Event): string {
  if (type === 'message.added' && visibility === 'INTERNAL') return t('detail.note')
  const told = TOLD_TYPES.find((one) => one === type)
  return told === undefined ? type : t(`detail.type.${told}`)
}
