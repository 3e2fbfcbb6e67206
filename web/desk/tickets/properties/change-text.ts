import type { Status } from '../../../../contracts/tickets.ts'
import type { ConflictField, Outcome } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import type { ToastText } from '../../../ui/toast.tsx'
import { priorityName, statusName } from '../marks/index.ts'
import type { Change } from './change.ts'
import type { ChangeGround } from './change-tickets.ts'

type Names = Pick<ChangeGround, 'nameOf'>
type Keyed = { key: string }

/** What was done: "IT-12 is now Resolved". */
export function done(names: Names, made: readonly Keyed[], change: Change): string {
  const value = valueName(names, change)
  return t(`properties.is.${change.property}`, { count: made.length, key: made[0]?.key ?? '', value })
}

/** The same with a way to take it back. */
export function doneToast(ground: ChangeGround, told: string, onSelect: () => void): ToastText {
  const keys = ground.undoKeys()
  return {
    text: told,
    ...(ground.desk.network.isOpen() ? {} : { detail: t('properties.onceOnline') }),
    action: { text: t('properties.undo'), onSelect, ...(keys === undefined ? {} : { keys }) },
  }
}

/** What came of taking back; undefined when there was nothing to take back. */
export function takenBack(
  _ground: ChangeGround,
  { back, changedSince, stuck }: Record<'back' | 'changedSince' | 'stuck', readonly Keyed[]>,
): ToastText | undefined {
  const lines = (
    [
      ['properties.isBack', back],
      ['properties.notBack', changedSince],
      ['properties.noWayBack', stuck],
    ] as const
  ).flatMap(([id, tickets]) =>
    tickets.length === 0 ? [] : [t(id, { count: tickets.length, key: tickets[0]?.key ?? '' })],
  )
  const [text, ...rest] = lines
  if (text === undefined) return undefined
  return { text, ...(rest.length === 0 ? {} : { detail: rest.join(' ') }) }
}

type Failed = { key: string; how: Outcome<unknown> }

/** What failed and why; with `again`, how to try once more. */
export function failure(
  ground: ChangeGround,
  { failed, all }: { failed: readonly Failed[]; all: number },
  again?: () => void,
): ToastText {
  const only = failed.length === 1 ? failed[0] : undefined
  if (only?.how.how === 'conflict' && only.how.fields[0] !== undefined)
    return conflict(ground, only.key, only.how.by, only.how.fields[0], again)
  const keys = failed.map(({ key }) => key).join(', ')
  const why = whyFailed(ground, failed[0]?.how)
  return {
    text: t('properties.failed', { count: all === 1 ? 1 : failed.length, all, key: keys }),
    detail: all === 1 ? why : `${keys}: ${why}`,
    kind: 'alert',
    ...(again === undefined ? {} : { action: { text: t('ui.retry'), onSelect: again } }),
  }
}

function conflict(
  ground: ChangeGround,
  key: string,
  by: string | null,
  field: ConflictField,
  again?: () => void,
): ToastText {
  return {
    text: firstText(ground, by, field),
    detail: t('properties.first.detail', { key, value: fieldValueName(ground, field.field, field.theirs) }),
    kind: 'alert',
    ...(again === undefined ? {} : { action: { text: t('properties.useMine'), onSelect: again } }),
  }
}

function firstText({ nameOf }: Names, by: string | null, { field }: ConflictField): string {
  const name = (by === null ? undefined : nameOf(by)) ?? t('properties.unknownPerson')
  return t('properties.first', { name, field: fieldName(field) })
}

function whyFailed(ground: ChangeGround, how: Outcome<unknown> | undefined): string {
  if (how?.how === 'refused') return how.error.detail
  if (how?.how === 'offline') return t('properties.failed.offline')
  if (how?.how === 'conflict' && how.fields[0] !== undefined) return firstText(ground, how.by, how.fields[0])
  return t('properties.failed.noAnswer')
}

function fieldName(field: string): string {
  return field === 'status' || field === 'priority' || field === 'assigneeId'
    ? t(`properties.field.${field}`)
    : field
}

function valueName(names: Names, change: Change): string {
  return fieldValueName(names, change.property === 'assignee' ? 'assigneeId' : change.property, change.to)
}

/** What a value of a ticket's field is called. */
export function fieldValueName({ nameOf }: Names, field: string, value: unknown): string {
  if (field === 'status') return statusName(value as Status)
  if (field === 'priority') return priorityName(value as Parameters<typeof priorityName>[0])
  if (value === null) return t('properties.nobody')
  return nameOf(String(value)) ?? t('properties.unknownPerson')
}
